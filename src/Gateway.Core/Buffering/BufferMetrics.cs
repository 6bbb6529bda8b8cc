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
        _commits = _meter.CreateCounter<long>("envgw.buffer.commits");
        _failures = _meter.CreateCounter<long>("envgw.buffer.commit.failures");
        _readings = _meter.CreateCounter<long>("envgw.buffer.readings.stored");
        _events = _meter.CreateCounter<long>("envgw.buffer.events.stored");
        _trimmed = _meter.CreateCounter<long>("envgw.buffer.readings.trimmed");
        _commitSeconds = _meter.CreateHistogram<double>("envgw.buffer.commit.duration", unit: "s");
        _meter.CreateObservableGauge("envgw.buffer.readings.pending", () => intake.Pending.Readings);
        _meter.CreateObservableGauge("envgw.buffer.pending.size", () => intake.Pending.Bytes, unit: "By");
        _meter.CreateObservableCounter("envgw.buffer.readings.dropped", () => intake.DroppedReadings);
        _meter.CreateObservableGauge("envgw.buffer.degraded", () => isDegraded() ? 1 : 0);
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
