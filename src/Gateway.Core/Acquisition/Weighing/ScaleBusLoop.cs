using System.Threading.Channels;
using Gateway.Core.Acquisition.Lending;
using Gateway.Core.Acquisition.Scheduling;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Fieldbus.Scales;
using Gateway.Fieldbus.Transports;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>The one owner of a bus on which scales speak: hears the one that talks by itself, or asks those that answer, and hands the readings on.</summary>
/// <remarks>
/// A due scan of a stream takes the newest report that was not handed on yet, and waits for one where there is none: a scale may talk twenty times a
/// second or once in three, and gives no reading twice. The listener runs beside the loop because what nobody reads grows old in the line's buffer.
/// </remarks>
internal sealed class ScaleBusLoop : IBusLoop
{
    /// <summary>How often an idle bus is looked at, to notice a port that has gone.</summary>
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Between two polls of a scale that is read as often as the bus allows; nobody sees more.</summary>
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>The same while there is nothing to read.</summary>
    private static readonly TimeSpan _pauseWithout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan _pauseAfterFault = TimeSpan.FromSeconds(10);
    private static readonly Quality _lent = Quality.Bad(QualityReason.Maintenance);
    private static readonly Quality _noBus = Quality.Bad(QualityReason.CommFailure);
    private static readonly Quality _ourFault = Quality.Bad(QualityReason.Unexplained);

    private readonly BusModel _bus;
    private readonly ITransport _transport;
    private readonly ScaleClient _client;
    private readonly ChannelWriter<Scan> _scans;
    private readonly ILogger<BusLoop> _logger;
    private readonly LoopClock _clock;
    private readonly WakeUp _wakeUp;
    private readonly ScaleWire _wire;
    private readonly ScaleGroup[] _groups;
    private readonly PollSchedule _schedule;
    private readonly ScaleListener? _listener;
    private CancellationTokenSource? _listening;
    private Task _hearing = Task.CompletedTask;
    private BusLease? _lentTo;
    private int _edgesSeen;
    private long _scansWritten;
    private long _waits;

    /// <param name="site">The model that holds the bus, its scales and their points.</param>
    /// <param name="bus">A bus on which scales speak.</param>
    /// <param name="transport">The way to the bus; disposed with the loop.</param>
    /// <param name="scans">Takes the readings; bounded, and waited for when full.</param>
    public ScaleBusLoop(SiteModel site, BusModel bus, ITransport transport, ChannelWriter<Scan> scans, TimeProvider time, ILogger<BusLoop> logger)
    {
        (_bus, _transport, _scans, _logger) = (bus, transport, scans, logger);
        _clock = new LoopClock(time);
        _wakeUp = new WakeUp(time);
        Lending = new BusLending(time, _wakeUp.Set);
        List<DeviceModel> devices = [.. site.Devices.Where(device => device.Bus == bus.Number)];
        _client = ScaleClientFactory.Create(bus, devices, transport, time);
        _wire = new ScaleWire(bus, _client, Lending, _clock, logger);
        _groups = [.. devices.SelectMany(device => ScaleGroup.Of(device, [.. device.Points.Select(point => site.Points[point])]))];
        _schedule = new PollSchedule([.. _groups.Select(group => (group.Every, group.Scale.Device.Number))]);
        if (_groups is [var first, ..] && first.Scale.Device.Scale!.Mode == ScaleModes.Streaming)
            _listener = new ScaleListener(first.Scale, _wire, _clock, logger, _wakeUp.Set);
    }

    public BusModel Bus => _bus;

    public BusLending Lending { get; }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken stop)
    {
        await using var registration = stop.UnsafeRegister(static loop => ((ScaleBusLoop)loop!)._wakeUp.Set(), this);
        try
        {
            Listen();
            while (!stop.IsCancellationRequested) await StepAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
        finally
        {
            await StopListeningAsync();
            await _client.CloseAsync();
            Lending.Close();
        }
    }

    /// <inheritdoc/>
    public BusSnapshot Snapshot()
    {
        List<UnitSnapshot> units = [.. _groups.Select(group => group.Scale).Distinct().Select(SnapshotOf)];
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
            _client.Counters.Strays,
            units,
            Lending.Current?.Snapshot());
    }

    public async ValueTask DisposeAsync()
    {
        _wakeUp.Dispose();
        _listening?.Dispose();
        await _client.DisposeAsync();
    }

    private async ValueTask StepAsync(CancellationToken stop)
    {
        if (Lending.Current != _lentTo) await HandOverAsync();
        NoticeEdges();
        var now = _clock.Now;
        bool isDue = _schedule.NextDue() <= now;
        if (isDue && CanServe(_groups[_schedule.Earliest()])) await ServeAsync(_schedule.TakeDue(now), stop);
        else await IdleAsync(isDue, stop);
    }

    /// <summary>Gives the bus to who asked for it, takes it back from who had it, or both.</summary>
    private async ValueTask HandOverAsync()
    {
        if (_lentTo is { } before) Log.BusBack(_logger, _bus.Name, before.Borrower, await before.Ended);
        _lentTo = Lending.Current;
        await StopListeningAsync();
        if (!_wire.Link.IsLent) await _wire.LendAsync();
        if (_lentTo is { } lease)
        {
            Log.BusLent(_logger, _bus.Name, lease.Borrower, lease.Span);
            lease.Grant();
            return;
        }
        _wire.TakeBack();
        Listen();
    }

    private void Listen()
    {
        if (_listener is null) return;
        _listener.Forget();
        foreach (var group in _groups) group.Served = 0;
        _listening = new CancellationTokenSource();
        _hearing = _listener.RunAsync(_listening.Token);
    }

    private async ValueTask StopListeningAsync()
    {
        if (_listening is not { } listening) return;
        await listening.CancelAsync();
        await _hearing;
        listening.Dispose();
        _listening = null;
    }

    /// <summary>Whether a due scan has something to say: a weight not handed on yet, or why there is none.</summary>
    private bool CanServe(ScaleGroup group)
    {
        if (_listener is null || _wire.IsWanted || _wire.Link.IsLent || _wire.Link.IsLost) return true;
        var (newest, number) = _listener.Newest;
        return number > group.Served || (number > 0 && newest.Report is null);
    }

    private async ValueTask ServeAsync(int number, CancellationToken stop)
    {
        var group = _groups[number];
        WeightSample sample;
        try
        {
            sample = await WeighAsync(group, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault)
        {
            // Our own bug with this scale. The others go on; this one shows it, and gets another chance.
            Log.PollFailed(_logger, fault, group.Scale.Device.Name, _pauseAfterFault);
            sample = WeightSample.None(_ourFault, _clock.WallMs);
            _schedule.Postpone(number, _clock.Now + _pauseAfterFault);
        }
        NoticeEdges();
        var scan = group.Readings(sample, _clock.Time.GetTimestamp());
        if (!_scans.TryWrite(scan)) await WaitToWriteAsync(scan, stop);
        Volatile.Write(ref _scansWritten, _scansWritten + 1);
        _schedule.Completed(number, _clock.Now, _clock.Now + (sample.Report is null ? _pauseWithout : _listener is null ? _shortestPause : TimeSpan.Zero));
    }

    private async ValueTask<WeightSample> WeighAsync(ScaleGroup group, CancellationToken stop)
    {
        var now = _clock.Now;
        if (_wire.IsWanted || _wire.Link.IsLent) return WeightSample.None(_lent, _clock.WallMs);
        if (_listener is null)
        {
            if (_wire.Link.Holds(now)) return WeightSample.None(_noBus, _clock.WallMs);
            if (group.Scale.Unit.Holds(now)) return WeightSample.None(group.Scale.Unit.Reason, _clock.WallMs);
            return group.Scale.Judge(await _wire.AskAsync(group.Scale, stop), _clock.Now);
        }
        (var newest, group.Served) = _listener.Newest;
        if (_wire.Link.IsLost) return WeightSample.None(_noBus, _clock.WallMs);
        return newest.Report is null ? newest with { TimeMs = _clock.WallMs } : newest;
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
            foreach (var group in _groups) group.Scale.Unit.TryAgain(now);
        _schedule.AllDue(now);
    }

    /// <param name="isHeardFor">A scan is due and waits for the listener, which wakes the loop.</param>
    private async ValueTask IdleAsync(bool isHeardFor, CancellationToken stop)
    {
        var now = _clock.Now;
        var next = isHeardFor ? TimeSpan.MaxValue : _schedule.NextDue();
        bool isAsked = _listener is null && _groups.Length > 0;
        bool isWatched = isAsked && _bus.Transport == BusTransport.Serial && _wire.Link.State == BusState.Open;
        if (isAsked && _wire.Link.IsLost)
        {
            if (!_wire.Link.Holds(now))
            {
                await _wire.AskAsync(_groups[_schedule.Earliest()].Scale, stop);
                return;
            }
            if (_wire.Link.NotBefore < next) next = _wire.Link.NotBefore;
        }
        else if (isWatched && now + _lookEvery < next) next = now + _lookEvery;

        await _wakeUp.WaitAsync(next == TimeSpan.MaxValue ? TimeSpan.MaxValue : next - now);
        if (isWatched && !_transport.IsOpen) _wire.Lose(LinkTrouble.PortGone);
    }

    private static UnitSnapshot SnapshotOf(BusScale scale)
    {
        var unit = scale.Unit;
        return new UnitSnapshot(
            unit.Identifier, [scale.Device.Number], unit.State, unit.Reason, unit.Tally.Snapshot(), unit.Tally.LastAnswerMs, unit.Tally.RoundTrip, [], []);
    }
}
