using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Gateway.Core.Tests.Buffering;

/// <summary>Each number of the buffer moves when its cause happens, and only then.</summary>
public sealed class BufferMetricsTests : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _counts = [];
    private int _makesBench;

    public BufferMetricsTests()
    {
        // Other buffers have a meter of that name too: ours is the one that this thread makes while it makes its bench.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "envgw.buffer" && _makesBench == Environment.CurrentManagedThreadId) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Take(instrument, value));
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Take(instrument, value));
        _listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Take(instrument, 1));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_commit_is_counted_with_what_it_stored_and_how_long_it_took()
    {
        await using var bench = Bench().Start();
        await bench.AppendAsync();
        Assert.Equal((BufferBench.Points, 0), (Of("readings.pending"), Of("commits")));
        await bench.AppendEventAsync().WaitAsync(Waits.Patience);
        await Waits.Until(() => Of("commit.duration") == 1);
        Assert.Equal((1, BufferBench.Points, 1), (Of("commits"), Of("readings.stored"), Of("events.stored")));
        Assert.Equal((0, 0), (Of("readings.pending"), Of("pending.size")));
        Assert.Equal(0, Of("commit.failures") + Of("degraded") + Of("readings.dropped") + Of("readings.trimmed"));
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_and_what_is_given_up_meanwhile_are_counted()
    {
        await using var bench = Bench(new() { MemoryBytes = 4_000, MessageReadings = BufferBench.Points });
        bench.Store.Fail();
        bench.Start();
        var alarm = bench.AppendEventAsync();
        await Waits.Until(() => Of("degraded") == 1);
        Assert.Equal(bench.Store.Attempts, Of("commit.failures"));
        Assert.Equal(0, Of("readings.dropped"));
        for (int n = 0; n < 40; n++) await bench.AppendAsync();
        Assert.InRange(Of("readings.dropped"), 1, 39 * BufferBench.Points);
        Assert.Equal(0, Of("commits"));
        Assert.InRange(Of("pending.size"), 1, 4_000);

        bench.Store.Recover();
        await bench.PassUntil(() => Of("degraded") == 0);
        await alarm.WaitAsync(Waits.Patience);
        await bench.PassUntil(() => Of("readings.pending") == 0);
        Assert.True(Of("commits") >= 1);
        Assert.Equal(40 * BufferBench.Points, Of("readings.dropped") + Of("readings.stored"));
    }

    [Fact]
    public async Task What_grew_too_old_is_counted()
    {
        await using var bench = Bench(keep: TimeSpan.FromDays(1)).Start();
        await bench.AppendAsync();
        await bench.AppendEventAsync().WaitAsync(Waits.Patience);
        Assert.Equal(0, Of("readings.trimmed"));
        await bench.PassUntil(() => Of("readings.trimmed") > 0, step: TimeSpan.FromHours(1));
        Assert.Equal(BufferBench.Points, Of("readings.trimmed"));
    }

    private BufferBench Bench(Core.Buffering.BufferLimits? limits = null, TimeSpan? keep = null)
    {
        _makesBench = Environment.CurrentManagedThreadId;
        try
        {
            return new BufferBench(limits, keep: keep);
        }
        finally
        {
            _makesBench = 0;
        }
    }

    private void Take(Instrument instrument, double value)
    {
        if (instrument.IsObservable) _counts[instrument.Name] = value;
        else _counts.AddOrUpdate(instrument.Name, value, (_, before) => before + value);
    }

    private double Of(string name)
    {
        _listener.RecordObservableInstruments();
        return _counts.GetValueOrDefault($"envgw.buffer.{name}");
    }
}
