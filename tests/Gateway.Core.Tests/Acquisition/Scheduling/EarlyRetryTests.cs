using Gateway.Core.Acquisition.Scheduling;

namespace Gateway.Core.Tests.Acquisition.Scheduling;

public sealed class EarlyRetryTests
{
    private static readonly TimeSpan _tenMinutes = TimeSpan.FromMinutes(10);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public void A_silent_unit_is_asked_again_when_its_back_off_allows_it_and_never_at_once()
    {
        Assert.Equal(Seconds(8), new EarlyRetry(_tenMinutes).Silent(Seconds(0), notBefore: Seconds(8)));
        Assert.Equal(Seconds(11), new EarlyRetry(_tenMinutes).Silent(Seconds(10), notBefore: Seconds(8)));
    }

    [Fact]
    public void A_refusal_is_asked_about_ever_more_rarely_and_six_times_at_most()
    {
        var retry = new EarlyRetry(_tenMinutes);
        Assert.Equal([5, 10, 20, 40, 60, 60, null, null], Enumerable.Range(0, 8).Select(_ => retry.Refused(Seconds(100), Seconds(101))?.TotalSeconds - 100));
        retry.Succeeded();
        Assert.Equal(Seconds(205), retry.Refused(Seconds(200), Seconds(201)));
        Assert.Equal(Seconds(300), retry.Refused(Seconds(205), notBefore: Seconds(300)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public void What_is_polled_soon_again_is_not_hastened(double every)
    {
        var retry = new EarlyRetry(Seconds(every));
        Assert.Null(retry.Silent(Seconds(0), Seconds(1)));
        Assert.Null(retry.Refused(Seconds(0), Seconds(1)));
    }
}
