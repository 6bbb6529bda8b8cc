using Gateway.Core.Buffering;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Buffering;

/// <summary>A running buffer over an obedient store and the test clock.</summary>
internal sealed class BufferBench : IAsyncDisposable
{
    public const int Points = 10;

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public BufferBench(BufferLimits? limits = null, long maximumBytes = 1L << 30, TimeSpan? keep = null)
    {
        Store = new ObedientStore(maximumBytes);
        var settings = new BufferSettings { Path = "", MaximumBytes = maximumBytes, Keep = keep ?? TimeSpan.FromDays(30) };
        Buffer = new DurableBuffer(Store, settings, Clock, NullLogger<DurableBuffer>.Instance, () => ClockState.Synchronized, limits ?? new BufferLimits());
        Buffer.Open();
        Buffer.UseLayout(TestSites.LayoutOf(Points));
    }

    public TestClock Clock { get; } = new();

    public ObedientStore Store { get; }

    public DurableBuffer Buffer { get; }

    public BufferBench Start()
    {
        _running = Buffer.RunAsync(_stop.Token);
        return this;
    }

    /// <summary>Appends a scan of the given number of readings; the points come round.</summary>
    public async Task AppendAsync(int readings = Points, double value = 7.21)
    {
        using var scan = new Scan(0, readings, Clock.GetTimestamp());
        long now = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        for (int at = 0; at < readings; at++) scan.Add(Reading.OfNumber(at % Points, now, value));
        await Buffer.AppendAsync(scan, CancellationToken.None);
    }

    public Task AppendEventAsync(MessageKind kind = MessageKind.Alarm, string body = "{}") =>
        Buffer.AppendEventAsync(kind, System.Text.Encoding.UTF8.GetBytes(body), null, CancellationToken.None).AsTask();

    /// <summary>Waits until the writer sleeps on the clock, then lets time pass.</summary>
    /// <remarks>Not after a sleep that something other than time has ended: its timer is still armed and says nothing. <see cref="PassUntil"/> there.</remarks>
    public async Task PassAsync(TimeSpan time)
    {
        // One is always armed: that of the look for what is over.
        await Waits.Until(() => Clock.ArmedTimers > 1);
        Clock.Advance(time);
    }

    /// <summary>Lets time pass until something is so, however often the writer has to be waited for meanwhile.</summary>
    public Task PassUntil(Func<bool> condition, TimeSpan? step = null) => Waits.Until(() =>
    {
        if (condition()) return true;
        Clock.Advance(step ?? TimeSpan.FromMilliseconds(50));
        return condition();
    });

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Waits.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        Store.GoOn();
        await StopAsync();
        Buffer.Dispose();
        _stop.Dispose();
    }
}
