using Gateway.Hosting;

namespace Gateway.Tests.Hosting;

public class BufferForecastTests
{
    [Theory]
    [InlineData(10_000_000, 100_000_000, 24, 10.0)]
    [InlineData(100_000_000, 100_000_000, 720, 30.0)]
    [InlineData(10_000_000, 100_000_000, 0.5, null)]
    [InlineData(0, 100_000_000, 24, null)]
    public void A_full_buffer_holds_as_long_as_what_is_in_it_took_to_come(long size, long maximum, double heldHours, double? days) =>
        Assert.Equal(days, BufferForecast.Days(size, maximum, TimeSpan.FromHours(heldHours)));
}
