using Gateway.Core.Processing;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Core.Tests.Alarms;

namespace Gateway.Core.Tests.Processing;

public sealed class StaleWatchTests
{
    private static readonly SiteModel _site = new AlarmSite().Device("outlet", 2).Device("inlet", 1).Build();

    private readonly StaleWatch _watch = new(_site, new SecondsClock());

    public StaleWatchTests() => _watch.Start(100);

    private List<(int Device, int Point)> Stale(long now)
    {
        List<Scan> scans = [];
        _watch.Collect(now, now * 1000, scans);
        List<(int, int)> points = [];
        foreach (var scan in scans)
        {
            Assert.Equal(now, scan.Monotonic);
            foreach (var reading in scan.Readings)
            {
                Assert.Equal(Reading.Missing(reading.Point, now * 1000, Quality.Bad(QualityReason.Stale)), reading);
                points.Add((scan.Device, reading.Point));
            }
            scan.Dispose();
        }
        return points;
    }

    [Fact]
    public void Silence_is_counted_from_the_last_reading_or_the_start_and_said_once()
    {
        Assert.Empty(Stale(130));
        _watch.Saw([Reading.OfNumber(1, 0, 1)], 110);
        Assert.Equal([(0, 0), (1, 2)], Stale(131));
        Assert.Empty(Stale(140));
        Assert.Equal([(0, 1)], Stale(141));
        Assert.Empty(Stale(1_000_000));
    }

    [Fact]
    public void A_bad_reading_is_a_reading_and_a_new_silence_is_said_again()
    {
        Assert.Equal(3, Stale(131).Count);
        _watch.Saw([Reading.Missing(0, 0, Quality.Bad(QualityReason.Timeout))], 200);

        Assert.Empty(Stale(230));
        Assert.Equal([(0, 0)], Stale(231));
    }

    [Fact]
    public void A_point_without_a_stale_limit_never_becomes_stale()
    {
        var watch = new StaleWatch(_site with { Points = [.. _site.Points.Select(point => point with { StaleAfter = TimeSpan.Zero })] }, new SecondsClock());
        List<Scan> scans = [];

        watch.Collect(long.MaxValue / 8, 0, scans);

        Assert.Empty(scans);
    }
}
