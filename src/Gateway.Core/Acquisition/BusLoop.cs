using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Gateway.Core.Acquisition.Lending;
using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition;

/// <summary>Reads the devices of a bus when they are due, whatever they speak, hands the readings on, and gives the bus away for a while when asked.</summary>
/// <remarks>
/// All decisions are made by <see cref="PollSchedule"/>, <see cref="Backoff"/> and the planner, and <see cref="LinkOwner"/> has the way to the bus. All state
/// is touched by one flow of control only, also when several things are under way: then the flow runs on a scheduler of its own that does one thing at a time.
/// Hence nothing is locked, and awaits here must come back to that scheduler. Who wants the bus for something else borrows it: <see cref="Lending"/>.
/// </remarks>
internal sealed class BusLoop : IAsyncDisposable
{
    /// <summary>For how long what failed by a fault of ours is left alone.</summary>
    public static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(10);

    /// <summary>How often an idle bus is looked at, to notice a port that has gone.</summary>
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);

    private readonly IBusDevices _devices;
    private readonly LinkOwner _owner;
    private readonly LoopClock _clock;
    private readonly IGroupPoller[] _pollers;
    private readonly PollSchedule _schedule;
    private readonly Func<int, bool> _isReady;
    private readonly ChannelWriter<Scan> _scans;
    private readonly ILogger<BusLoop> _logger;
    private readonly Task[] _underWay;
    private readonly ConcurrentQueue<int> _wanted = new();
    private readonly List<int> _hastened = [];
    private readonly int _mostUnderWay;
    private int _countUnderWay;
    private long _scansWritten;
    private long _waits;

    /// <param name="devices">What is on the bus; disposed with the loop.</param>
    /// <param name="scans">Takes the readings; bounded, and waited for when full.</param>
    public BusLoop(IBusDevices devices, ChannelWriter<Scan> scans, ILogger<BusLoop> logger)
    {
        (_devices, _owner, _clock, _scans, _logger) = (devices, devices.Owner, devices.Owner.Clock, scans, logger);
        _pollers = [.. devices.Pollers];
        _schedule = new PollSchedule([.. _pollers.Select(p => (p.Every, p.Device.Number))]);
        _isReady = group => _pollers[group].IsReady;
        _mostUnderWay = devices.MostUnderWay;
        _underWay = new Task[_pollers.Length];
        Array.Fill(_underWay, Task.CompletedTask);
    }

    public BusModel Bus => _owner.Bus;

    /// <summary>Where the bus is asked for. A loop that sees <see cref="BusLending.Current"/> finishes what is under way, closes its port and grants.</summary>
    public BusLending Lending => _owner.Lending;

    /// <summary>Nothing tells by itself that a lost bus has returned: it is tried.</summary>
    private bool IsTried => _owner.Link.IsLost && _countUnderWay == 0 && !_devices.IsListening && _pollers.Length > 0;

    /// <summary>Has a device read out of its turn, as soon as the bus is free; from any thread. Its later polls keep their places.</summary>
    /// <param name="device">Number in the site model; one of another bus is none of ours.</param>
    public void Want(int device)
    {
        _wanted.Enqueue(device);
        _owner.WakeUp.Set();
    }

    /// <summary>Reads until stopped; ends quietly then, with the way to the bus closed.</summary>
    public Task RunAsync(CancellationToken stop) => _mostUnderWay == 1 && !_devices.IsListening
        ? LoopAsync(stop)
        : Task.Factory.StartNew(
            () => LoopAsync(stop),
            CancellationToken.None,
            TaskCreationOptions.DenyChildAttach,
            new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    /// <summary>The bus as it is now. May be asked from anywhere at any time; the parts may be some microseconds apart.</summary>
    public BusSnapshot Snapshot()
    {
        var units = _devices.UnitSnapshots();
        var link = _owner.Link;
        return new BusSnapshot(
            Bus.Number,
            Bus.Name,
            Bus.Display,
            link.State,
            link.Trouble,
            link.SinceMs,
            units.Aggregate(default(RequestCounts), (sum, unit) => sum + unit.Counts),
            Volatile.Read(ref _scansWritten),
            _schedule.Missed,
            Volatile.Read(ref _waits),
            _devices.LateAnswers,
            units,
            Lending.Current?.Snapshot());
    }

    public ValueTask DisposeAsync() => _devices.DisposeAsync();

    private async Task LoopAsync(CancellationToken stop)
    {
        using var registration = stop.UnsafeRegister(static wakeUp => ((WakeUp)wakeUp!).Set(), _owner.WakeUp);
        try
        {
            _devices.Resume();
            while (!stop.IsCancellationRequested) await StepAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
        finally
        {
            await Task.WhenAll(_underWay);
            await _devices.PauseAsync();
            await _owner.CloseAsync();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask StepAsync(CancellationToken stop)
    {
        if (_owner.IsHandOverDue && _countUnderWay == 0) await HandOverAsync();
        NoticeEdges();
        var now = _clock.Now;
        HastenWanted(now);
        int group = _countUnderWay < _mostUnderWay ? _schedule.TakeDue(now, _isReady) : -1;
        if (group < 0) await IdleAsync(now, stop);
        else if (_mostUnderWay == 1) await PollAsync(group, stop);
        else _underWay[group] = PollBesideAsync(group, stop);
    }

    /// <summary>A poll that is under way may have asked before it was wanted, so it is made again.</summary>
    private void HastenWanted(TimeSpan now)
    {
        while (_wanted.TryDequeue(out int device))
            for (int group = 0; group < _pollers.Length; group++)
                if (_pollers[group].Device.Number == device && !_hastened.Contains(group)) _hastened.Add(group);
        for (int i = _hastened.Count - 1; i >= 0; i--)
        {
            if (!_underWay[_hastened[i]].IsCompleted) continue;
            _schedule.Hasten(_hastened[i], now);
            _hastened.RemoveAt(i);
        }
    }

    private async ValueTask HandOverAsync()
    {
        await _devices.PauseAsync();
        await _owner.HandOverAsync();
        if (!_owner.Link.IsLent) _devices.Resume();
    }

    private async Task PollBesideAsync(int group, CancellationToken stop)
    {
        _countUnderWay++;
        try
        {
            await PollAsync(group, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
        finally
        {
            _countUnderWay--;
            _owner.WakeUp.Set();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask PollAsync(int group, CancellationToken stop)
    {
        var poller = _pollers[group];
        Scan scan;
        TimeSpan notBefore;
        try
        {
            notBefore = await poller.PollAsync(stop);
            scan = poller.Decode();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault)
        {
            // Our own bug with this device. The others go on; this one shows it, and gets another chance.
            Log.PollFailed(_logger, fault, poller.Device.Name, PauseAfterFault);
            scan = poller.Faulted();
            notBefore = _clock.Now + PauseAfterFault;
            _schedule.Postpone(group, notBefore);
        }
        NoticeEdges();
        if (!_scans.TryWrite(scan)) await WaitToWriteAsync(scan, stop);
        Volatile.Write(ref _scansWritten, _scansWritten + 1);
        _schedule.Completed(group, _clock.Now, notBefore);
        if (poller.AskAgainAt is { } soon) _schedule.Hasten(group, soon);
    }

    private ValueTask WaitToWriteAsync(Scan scan, CancellationToken stop)
    {
        Volatile.Write(ref _waits, _waits + 1);
        return _scans.WriteAsync(scan, stop);
    }

    /// <summary>When the bus was lost or has come back, all points show it at once.</summary>
    private void NoticeEdges()
    {
        if (!_owner.TakeEdge()) return;
        var now = _clock.Now;
        if (!_owner.Link.IsLost)
            foreach (var unit in _devices.Units) unit.TryAgain(now);
        _schedule.AllDue(now);
        _owner.WakeUp.Set();
    }

    private async ValueTask IdleAsync(TimeSpan now, CancellationToken stop)
    {
        if (Array.Find(_underWay, t => t.IsFaulted) is { } faulted) await faulted;
        if (IsTried && !_owner.Link.Holds(now))
        {
            await _pollers[_schedule.Earliest()].ProbeAsync(stop);
            return;
        }
        var next = NextLook(now);
        await _owner.WakeUp.WaitAsync(next == TimeSpan.MaxValue ? TimeSpan.MaxValue : next - now);
        if (_countUnderWay == 0) _owner.Look();
    }

    /// <summary>When there is something to do again, if nobody wakes the loop before.</summary>
    /// <param name="now">No group that is ready was due then.</param>
    private TimeSpan NextLook(TimeSpan now)
    {
        var due = _countUnderWay < _mostUnderWay ? _schedule.NextDue() : TimeSpan.MaxValue;
        // Due but not ready: what makes it ready wakes the loop.
        if (due <= now) due = TimeSpan.MaxValue;
        var look = IsTried ? _owner.Link.NotBefore : _owner.IsWatched ? now + _lookEvery : TimeSpan.MaxValue;
        return look < due ? look : due;
    }
}
