using System.Diagnostics.Metrics;

namespace Gateway.Core.Buffering;

/// <summary>The numbers of the buffer under the meter <c>envgw.buffer</c>.</summary>
internal sealed class BufferMetrics : IDisposable
{
    private readonly Meter _meter = new("envgw.buffer");
    private readonly Counter<long> _commits;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _readings;
    private readonly Counter<long> _events;
    private readonly Counter<long> _trimmed;
    private readonly Histogram<double> _commitSeconds;

    public BufferMetrics(Intake intake, Func<bool> isDegraded)
    {
        _commits = _meter.CreateCounter<long>("envgw.buffer.commits", "{commit}", "Commits of the store of messages");
        _failures = _meter.CreateCounter<long>("envgw.buffer.commit.failures", "{commit}", "Commits that the disk did not take");
        _readings = _meter.CreateCounter<long>("envgw.buffer.readings.stored", "{reading}", "Readings stored");
        _events = _meter.CreateCounter<long>("envgw.buffer.events.stored", "{event}", "Alarms, heartbeats and whatever else is one message each, stored");
        _trimmed = _meter.CreateCounter<long>("envgw.buffer.readings.trimmed", "{reading}", "Readings deleted because of age or size");
        _commitSeconds = _meter.CreateHistogram<double>("envgw.buffer.commit.duration", "s", "What a commit takes, with its sync");
        _meter.CreateObservableGauge("envgw.buffer.readings.pending", () => intake.Pending.Readings, "{reading}", "Sampled and not yet stored");
        _meter.CreateObservableGauge("envgw.buffer.pending.size", () => intake.Pending.Bytes, "By", "Memory of what is not yet stored");
        _meter.CreateObservableCounter("envgw.buffer.readings.dropped", () => intake.DroppedReadings, "{reading}", "Readings given up because the disk took nothing and memory was full");
        _meter.CreateObservableGauge("envgw.buffer.degraded", () => isDegraded() ? 1 : 0, null, "1 while the disk takes nothing");
    }

    public void Committed(long readings, long events, TimeSpan duration)
    {
        _commits.Add(1);
        _readings.Add(readings);
        _events.Add(events);
        _commitSeconds.Record(duration.TotalSeconds);
    }

    public void Failed() => _failures.Add(1);

    public void Trimmed(long readings) => _trimmed.Add(readings);

    public void Dispose() => _meter.Dispose();
}
