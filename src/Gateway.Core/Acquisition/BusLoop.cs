using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Gateway.Core.Acquisition.Lending;
using Gateway.Core.Acquisition.Planning;
using Gateway.Core.Acquisition.Polling;
using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition;

/// <summary>The one owner of a bus: asks its units when they are due and hands the readings on.</summary>
/// <remarks>
/// All decisions are made by <see cref="PollSchedule"/>, <see cref="Backoff"/> and the planner; all state is touched by one flow of control only, also when
/// several requests are under way: then the flow runs on a scheduler of its own that does one thing at a time. Hence nothing is locked, and awaits here
/// must come back to that scheduler. Who wants the bus for something else borrows it: <see cref="Lending"/>.
/// </remarks>
internal sealed class BusLoop : IBusLoop
{
    /// <summary>How often an idle bus is looked at, to notice a port that has gone.</summary>
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan _pauseAfterFault = TimeSpan.FromSeconds(10);

    private readonly BusModel _bus;
    private readonly BusConnection _connection;
    private readonly ChannelWriter<Scan> _scans;
    private readonly ILogger<BusLoop> _logger;
    private readonly LoopClock _clock;
    private readonly BusWire _wire;
    private readonly BusUnit[] _units;
    private readonly GroupPoller[] _pollers;
    private readonly Dictionary<int, IdentityGuard> _identities = [];
    private readonly PollSchedule _schedule;
    private readonly WakeUp _wakeUp;
    private readonly Task[] _underWay;
    private readonly int _mostUnderWay;
    private BusLease? _lentTo;
    private int _countUnderWay;
    private int _edgesSeen;
    private long _scansWritten;
    private long _waits;

    /// <param name="site">The model that holds the bus, its devices and their points.</param>
    /// <param name="connection">The way to the bus; disposed with the loop.</param>
    /// <param name="scans">Takes the readings; bounded, and waited for when full.</param>
    public BusLoop(SiteModel site, BusModel bus, BusConnection connection, ChannelWriter<Scan> scans, TimeProvider time, ILogger<BusLoop> logger)
    {
        (_bus, _connection, _scans, _logger) = (bus, connection, scans, logger);
        _clock = new LoopClock(time);
        _wakeUp = new WakeUp(time);
        Lending = new BusLending(time, _wakeUp.Set);
        _wire = new BusWire(bus, connection.Client, Lending, _clock, logger);
        var devices = site.Devices.Where(d => d.Bus == bus.Number).ToList();
        _units = [.. devices.Select(d => d.Unit).Distinct().Select(u => new BusUnit(u))];
        foreach (var device in devices) _identities[device.Number] = new IdentityGuard(device, UnitOf(device), _wire, _clock, logger);
        _pollers =
        [
            .. devices
                .SelectMany(d => PollGroup.Of(d, d.Points.Select(p => site.Points[p])))
                .Select(g => new GroupPoller(g, UnitOf(g.Device), _identities[g.Device.Number], _wire, _clock, bus.Name, logger)),
        ];
        _schedule = new PollSchedule([.. _pollers.Select(p => (p.Group.Every, p.Group.Device.Number))]);
        _underWay = new Task[_pollers.Length];
        _mostUnderWay = devices.Count == 0 ? 1 : _wire.Parallel(devices.Max(d => d.RequestGap));
        Array.Fill(_underWay, Task.CompletedTask);
    }

    public BusModel Bus => _bus;

    public BusLending Lending { get; }

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken stop) => _mostUnderWay == 1
        ? LoopAsync(stop)
        : Task.Factory.StartNew(
            () => LoopAsync(stop),
            CancellationToken.None,
            TaskCreationOptions.DenyChildAttach,
            new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    /// <inheritdoc/>
    public BusSnapshot Snapshot()
    {
        var units = _units.Select(SnapshotOf).ToList();
        var link = _wire.Link;
        return new BusSnapshot(
            _bus.Number,
            _bus.Name,
            _bus.Display,
            link.State,
            link.Trouble,
            link.SinceMs,
            units.Aggregate(default(RequestCounts), (sum, unit) => sum + unit.Counts),
            Volatile.Read(ref _scansWritten),
            _schedule.Missed,
            Volatile.Read(ref _waits),
            _wire.LateAnswers,
            units,
            Lending.Current?.Snapshot());
    }

    public async ValueTask DisposeAsync()
    {
        _wakeUp.Dispose();
        await _connection.Client.DisposeAsync();
    }

    private async Task LoopAsync(CancellationToken stop)
    {
        using var registration = stop.UnsafeRegister(static loop => ((BusLoop)loop!)._wakeUp.Set(), this);
        try
        {
            while (!stop.IsCancellationRequested) await StepAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
        finally
        {
            await Task.WhenAll(_underWay);
            await _connection.Client.CloseAsync();
            Lending.Close();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask StepAsync(CancellationToken stop)
    {
        if (Lending.Current != _lentTo && _countUnderWay == 0) await HandOverAsync();
        int group = _countUnderWay < _mostUnderWay ? _schedule.TakeDue(_clock.Now) : -1;
        if (group < 0) await IdleAsync(stop);
        else if (_mostUnderWay == 1) await PollAsync(group, stop);
        else _underWay[group] = PollBesideAsync(group, stop);
    }

    /// <summary>Gives the bus to who asked for it, takes it back from who had it, or both.</summary>
    private async ValueTask HandOverAsync()
    {
        if (_lentTo is { } before) Log.BusBack(_logger, _bus.Name, before.Borrower, await before.Ended);
        _lentTo = Lending.Current;
        if (!_wire.Link.IsLent) await _wire.LendAsync();
        if (_lentTo is { } lease)
        {
            Log.BusLent(_logger, _bus.Name, lease.Borrower, lease.Span);
            lease.Grant();
        }
        else _wire.TakeBack();
        NoticeEdges();
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
            _wakeUp.Set();
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
            Log.PollFailed(_logger, fault, poller.Group.Device.Name, _pauseAfterFault);
            scan = poller.Faulted();
            notBefore = _clock.Now + _pauseAfterFault;
            _schedule.Postpone(group, notBefore);
        }
        NoticeEdges();
        if (!_scans.TryWrite(scan)) await WaitToWriteAsync(scan, stop);
        Volatile.Write(ref _scansWritten, _scansWritten + 1);
        _schedule.Completed(group, _clock.Now, notBefore);
    }

    private ValueTask WaitToWriteAsync(Scan scan, CancellationToken stop)
    {
        Volatile.Write(ref _waits, _waits + 1);
        return _scans.WriteAsync(scan, stop);
    }

    /// <summary>When the bus was lost or has come back, all points show it at once.</summary>
    private void NoticeEdges()
    {
        if (_edgesSeen == _wire.Link.Edges) return;
        _edgesSeen = _wire.Link.Edges;
        var now = _clock.Now;
        if (!_wire.Link.IsLost)
            foreach (var unit in _units) unit.TryAgain(now);
        _schedule.AllDue(now);
        _wakeUp.Set();
    }

    private async ValueTask IdleAsync(CancellationToken stop)
    {
        if (Array.Find(_underWay, t => t.IsFaulted) is { } faulted) await faulted;
        var now = _clock.Now;
        var next = _countUnderWay < _mostUnderWay ? _schedule.NextDue() : TimeSpan.MaxValue;
        bool isWatched = _connection.IsPresent is not null && _wire.Link.State == BusState.Open;
        if (_countUnderWay == 0 && _wire.Link.IsLost && _pollers.Length > 0)
        {
            if (!_wire.Link.Holds(now))
            {
                await ProbeAsync(stop);
                return;
            }
            if (_wire.Link.NotBefore < next) next = _wire.Link.NotBefore;
        }
        else if (isWatched && now + _lookEvery < next) next = now + _lookEvery;

        await _wakeUp.WaitAsync(next == TimeSpan.MaxValue ? TimeSpan.MaxValue : next - now);
        if (!isWatched || _countUnderWay > 0 || _connection.IsPresent!()) return;
        _wire.Lose(LinkTrouble.PortGone);
        NoticeEdges();
    }

    private async ValueTask ProbeAsync(CancellationToken stop)
    {
        await _pollers[_schedule.Earliest()].ProbeAsync(stop);
        NoticeEdges();
    }

    private BusUnit UnitOf(DeviceModel device) => Array.Find(_units, u => u.Identifier == device.Unit)!;

    private UnitSnapshot SnapshotOf(BusUnit unit)
    {
        var pollers = _pollers.Where(p => p.Group.Device.Unit == unit.Identifier).ToList();
        var devices = pollers.Select(p => p.Group.Device.Number).Distinct().ToList();
        return new UnitSnapshot(
            unit.Identifier,
            devices,
            unit.State,
            unit.Reason,
            unit.Tally.Snapshot(),
            unit.Tally.LastAnswerMs,
            unit.Tally.RoundTrip,
            [.. devices.Where(d => _identities[d].IsWrong)],
            [.. pollers.SelectMany(p => p.Refused).Distinct()]);
    }
}
