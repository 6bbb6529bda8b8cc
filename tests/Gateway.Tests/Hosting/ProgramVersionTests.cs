using Gateway.Hosting;

namespace Gateway.Tests.Hosting;

public class ProgramVersionTests
{
    [Fact]
    public void The_day_of_the_build_is_known_and_over() =>
        Assert.InRange(ProgramVersion.Built, new DateTimeOffset(2025, 11, 1, 0, 0, 0, TimeSpan.Zero), TimeProvider.System.GetUtcNow());
}
