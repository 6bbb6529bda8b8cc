using Gateway.Core.Alarms;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Processing;

/// <summary>Notices points that have had no reading for longer than their stale limit, and says so in their series: silence is never data.</summary>
/// <remarks>
/// Counted on the monotonic clock, from the start for a point that was never read. Any reading counts, a Bad one too: a device that does not answer is
/// read and has nothing, which is another matter. At the edge each point gets one row, Bad with reason stale; the next reading ends it.
/// </remarks>
internal sealed class StaleWatch
{
    private const long AlreadySaid = long.MaxValue;

    private readonly SiteModel _site;
    private readonly long[] _limits;
    private readonly long[] _seen;

    public StaleWatch(SiteModel site, TimeProvider time)
    {
        _site = site;
        _limits = [.. site.Points.Select(point => point.StaleAfter > TimeSpan.Zero ? MonotonicTicks.Of(point.StaleAfter, time) : MonotonicTicks.Forever)];
        _seen = new long[_limits.Length];
    }

    /// <summary>Begins to count.</summary>
    public void Start(long now) => Array.Fill(_seen, now);

    public void Saw(ReadOnlySpan<Reading> readings, long at)
    {
        foreach (ref readonly var reading in readings) _seen[reading.Point] = at;
    }

    /// <summary>Adds a scan for each device that has points gone stale since the last call. The caller disposes them.</summary>
    /// <param name="now">The time provider's timestamp.</param>
    /// <param name="nowMs">The same instant on the wall clock: UTC milliseconds.</param>
    public void Collect(long now, long nowMs, List<Scan> scans)
    {
        foreach (var device in _site.Devices)
        {
            Scan? scan = null;
            foreach (int point in device.Points)
            {
                if (_seen[point] == AlreadySaid || now - _seen[point] <= _limits[point]) continue;
                _seen[point] = AlreadySaid;
                scan ??= new Scan(device.Number, device.Points.Count, now);
                scan.Add(Reading.Missing(point, nowMs, Quality.Bad(QualityReason.Stale)));
            }
            if (scan is not null) scans.Add(scan);
        }
    }
}
