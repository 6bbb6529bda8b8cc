using System.Threading.Channels;
using Gateway.Core.Acquisition;
using Gateway.Core.Acquisition.Polling;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Testing;

namespace Gateway.Core.Tests.Acquisition;

/// <summary>A bus loop running on the test clock against a fake bus; collects what it hands on and logs.</summary>
internal sealed class LoopRun : IAsyncDisposable
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(25);

    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Scan> _channel;
    private readonly Task _running;
    private readonly long _start;

    public LoopRun(SiteModel site, FakeBus bus, TestClock clock, Func<bool>? isPresent = null, int capacity = 100_000)
    {
        Clock = clock;
        _start = clock.GetTimestamp();
        _channel = Channel.CreateBounded<Scan>(capacity);
        Loop = new BusLoop(new ModbusDevices(site, site.Buses[0], new BusConnection(bus, isPresent), clock, Logger), _channel.Writer, Logger);
        _running = Loop.RunAsync(_stop.Token);
    }

    public TestClock Clock { get; }

    public BusLoop Loop { get; }

    public ListLogger<BusLoop> Logger { get; } = new();

    public TimeSpan Elapsed => Clock.GetElapsedTime(_start);

    /// <summary>A lease in force has a timer of its own.</summary>
    private int LeaseTimers => Loop.Lending.Current is { Granted.IsCompleted: true } ? 1 : 0;

    /// <summary>Lets time pass in small steps; before each, the loop has nothing left to do but wait.</summary>
    public async Task RunAsync(TimeSpan time)
    {
        var until = Elapsed + time;
        while (Elapsed < until)
        {
            await WaitingAsync();
            Clock.Advance(_step);
        }
        await WaitingAsync();
    }

    /// <summary>Until the loop waits for time to pass.</summary>
    public Task WaitingAsync() => Eventually(() => Clock.ArmedTimers > LeaseTimers || _running.IsCompleted);

    public static async Task Eventually(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>What the scans taken so far last said of a device and its profile.</summary>
    public DeviceFindings? Findings { get; private set; }

    /// <summary>Takes what was handed on since the last time, as copies.</summary>
    public IReadOnlyList<(int Device, Reading[] Readings)> Take()
    {
        var scans = new List<(int, Reading[])>();
        while (_channel.Reader.TryRead(out var scan))
        {
            scans.Add((scan.Device, scan.Readings.ToArray()));
            Findings = scan.Findings ?? Findings;
            scan.Dispose();
        }
        return scans;
    }

    public async Task<Scan> NextAsync() => await _channel.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Loop.DisposeAsync();
        _stop.Dispose();
    }
}
