using System.Threading.Channels;
using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Processing;

/// <summary>Takes scans from acquisition, judges them, and hands readings and alarm transitions to the buffer. It alone touches the alarm engine.</summary>
/// <remarks>
/// <para>In each pass what people press comes before scans, and a scan's transitions before its readings. Nothing is published from here: feeds read what is
/// stored. A transition is taken into the buffer in order and not waited for, since alarms must go on while a disk fails; only readings wait for room.</para>
/// <para>Once a second delays and stale limits are looked at: by the clock when every scan has been taken, else by the newest scan taken, so that a backlog
/// in the channel makes nobody stale.</para>
/// </remarks>
internal sealed class ProcessingLoop
{
    private const int ScansPerPass = 256;
    private const int WaitingPresses = 64;

    private static readonly TimeSpan _tickInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _drainPatience = TimeSpan.FromSeconds(5);

    private readonly SiteModel _site;
    private readonly ChannelReader<Scan> _scans;
    private readonly AlarmEngine _engine;
    private readonly DurableBuffer _buffer;
    private readonly TimeProvider _time;
    private readonly ILogger<ProcessingLoop> _logger;
    private readonly StaleWatch _stale;
    private readonly AlarmOutbox _outbox;
    private readonly Channel<Press> _presses =
        Channel.CreateBounded<Press>(new BoundedChannelOptions(WaitingPresses) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly List<AlarmChange> _changes = [];
    private readonly List<Scan> _silences = [];
    private readonly bool[] _isFailing;
    private long _newestScan;
    private long _scansTaken;
    private long _readingsTaken;
    private long _transitions;
    private long _failures;
    private long _lastPass;
    private string? _epoch;

    /// <param name="engine">Restored from the buffer's alarm states; from now on the loop's alone, but for its snapshot.</param>
    /// <param name="buffer">Open, with the site's layout in use.</param>
    public ProcessingLoop(
        SiteModel site, ChannelReader<Scan> scans, AlarmEngine engine, DurableBuffer buffer, TimeProvider time, ILogger<ProcessingLoop> logger)
    {
        _site = site;
        _scans = scans;
        _engine = engine;
        _buffer = buffer;
        _time = time;
        _logger = logger;
        _stale = new StaleWatch(site, time);
        _outbox = new AlarmOutbox(site, buffer, logger);
        _isFailing = new bool[site.Devices.Count];
        _lastPass = time.GetTimestamp();
        Latest = new LatestReadings(site, NowMs);
    }

    /// <summary>The latest reading of each point; from any thread.</summary>
    public LatestReadings Latest { get; }

    /// <summary>Every alarm as it is now, stored or about to be, by its number; from any thread.</summary>
    public IReadOnlyList<AlarmRecord> Alarms => _engine.Records;

    public ProcessingSnapshot Snapshot => new(
        Volatile.Read(ref _scansTaken), Volatile.Read(ref _readingsTaken), Volatile.Read(ref _transitions), Volatile.Read(ref _failures),
        Volatile.Read(ref _lastPass));

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Acknowledges an alarm; from any thread.</summary>
    /// <param name="cancel">Ends the waiting; an acknowledgement that was taken stands.</param>
    /// <returns>When the change is stored, or why nothing changed.</returns>
    public async Task<AcknowledgeResult> AcknowledgeAsync(Acknowledgement what, CancellationToken cancel)
    {
        var press = new PressOf<AcknowledgeResult>(
            (engine, now, nowMs, changes) =>
                engine.Acknowledge(what, now, nowMs, changes), AcknowledgeResult.Done, AcknowledgeResult.NotStored, AcknowledgeResult.NotRunning);
        await PressAsync(press, cancel);
        var result = await press.Answer.WaitAsync(cancel);
        if (result is AcknowledgeResult.UnknownAlarm or AcknowledgeResult.StaleOccurrence or AcknowledgeResult.NothingToAcknowledge)
            Core.Alarms.Log.AcknowledgementRefused(_logger, what.AlarmId, what.Occurrence, what.Actor, result);
        return result;
    }

    /// <summary>Takes an alarm out of sight for a while; from any thread.</summary>
    /// <param name="cancel">Ends the waiting; what was taken stands.</param>
    /// <returns>When the change is stored, or why nothing changed.</returns>
    public Task<ShelveResult> ShelveAsync(ShelveOrder order, CancellationToken cancel) =>
        OnShelfAsync(order.AlarmId, order.Actor, (engine, now, nowMs, changes) => engine.Shelve(order, now, nowMs, changes), cancel);

    /// <summary>Brings a shelved alarm back before its time; otherwise as <see cref="ShelveAsync"/>.</summary>
    public Task<ShelveResult> UnshelveAsync(UnshelveOrder order, CancellationToken cancel) =>
        OnShelfAsync(order.AlarmId, order.Actor, (engine, now, nowMs, changes) => engine.Unshelve(order, now, nowMs, changes), cancel);

    /// <summary>Runs until told to stop, or until acquisition has completed the channel; then takes what is still in it and ends.</summary>
    /// <remarks>The buffer must be running, and run on until this has ended.</remarks>
    public async Task RunAsync(CancellationToken stop)
    {
        using var abandon = new CancellationTokenSource();
        await using var patience = _time.CreateTimer(_ => abandon.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var stopping = stop.Register(() => patience.Change(_drainPatience, Timeout.InfiniteTimeSpan));
        try
        {
            _stale.Start(_time.GetTimestamp());
            _engine.RetireRemoved(NowMs, _changes);
            NoteLoss();
            SendChanges();
            await PassUntilAsync(stop, abandon.Token);
            await DrainAsync(abandon.Token);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            Log.DrainAbandoned(_logger, _scans.CanCount ? _scans.Count : 0, _drainPatience);
        }
        finally
        {
            _presses.Writer.TryComplete();
            while (_presses.Reader.TryRead(out var press)) press.Refuse();
        }
    }

    private async Task<ShelveResult> OnShelfAsync(
        string alarm, string actor, Func<AlarmEngine, long, long, List<AlarmChange>, ShelveResult> act, CancellationToken cancel)
    {
        var press = new PressOf<ShelveResult>(act, ShelveResult.Done, ShelveResult.NotStored, ShelveResult.NotRunning);
        await PressAsync(press, cancel);
        var result = await press.Answer.WaitAsync(cancel);
        if (result is not (ShelveResult.Done or ShelveResult.NotStored or ShelveResult.NotRunning))
            Core.Alarms.Log.ShelvingRefused(_logger, alarm, actor, result);
        return result;
    }

    private async Task PressAsync(Press press, CancellationToken cancel)
    {
        try
        {
            await _presses.Writer.WriteAsync(press, cancel);
        }
        catch (ChannelClosedException)
        {
            press.Refuse();
        }
    }

    private async Task PassUntilAsync(CancellationToken stop, CancellationToken abandon)
    {
        using var interval = new PeriodicTimer(_tickInterval, _time);
        var ticked = interval.WaitForNextTickAsync(stop).AsTask();
        var scanned = Task.CompletedTask;
        var pressed = Task.CompletedTask;
        while (!stop.IsCancellationRequested && !_scans.Completion.IsCompleted)
        {
            Volatile.Write(ref _lastPass, _time.GetTimestamp());
            DoPresses();
            bool caughtUp = await TakeScansAsync(ScansPerPass, abandon);
            if (ticked.IsCompletedSuccessfully)
            {
                await TickAsync(caughtUp, abandon);
                ticked = interval.WaitForNextTickAsync(stop).AsTask();
            }
            if (!caughtUp) continue;
            if (scanned.IsCompleted) scanned = _scans.WaitToReadAsync(CancellationToken.None).AsTask();
            if (pressed.IsCompleted) pressed = _presses.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            await Task.WhenAny(scanned, pressed, ticked);
        }
    }

    private async Task DrainAsync(CancellationToken abandon)
    {
        _presses.Writer.TryComplete();
        DoPresses();
        await TakeScansAsync(int.MaxValue, abandon);
        await _outbox.FlushAsync(abandon);
    }

    /// <returns>Whether there are no more for now.</returns>
    private async ValueTask<bool> TakeScansAsync(int most, CancellationToken abandon)
    {
        for (int taken = 0; taken < most; taken++)
        {
            if (!_scans.TryRead(out var scan)) return true;
            _newestScan = Math.Max(_newestScan, scan.Monotonic);
            await TakeAsync(scan, isSilence: false, abandon);
        }
        return false;
    }

    private async ValueTask TakeAsync(Scan scan, bool isSilence, CancellationToken abandon)
    {
        using (scan)
        {
            Judge(scan, isSilence);
            SendChanges();
            await _buffer.AppendAsync(scan, abandon);
            Volatile.Write(ref _scansTaken, _scansTaken + 1);
            Volatile.Write(ref _readingsTaken, _readingsTaken + scan.Count);
        }
    }

    private void Judge(Scan scan, bool isSilence)
    {
        try
        {
            Latest.Update(scan.Device, scan.Readings);
            if (!isSilence) _stale.Saw(scan.Readings, scan.Monotonic);
            _engine.Judge(scan, _changes);
            if (_isFailing[scan.Device]) Log.JudgingResumed(_logger, _site.Devices[scan.Device].Name);
            _isFailing[scan.Device] = false;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Our bug, whatever it is: it must not cost the readings, nor the other devices' alarms.
            Volatile.Write(ref _failures, _failures + 1);
            if (!_isFailing[scan.Device]) Log.JudgingFailed(_logger, e, _site.Devices[scan.Device].Name);
            _isFailing[scan.Device] = true;
        }
    }

    private async ValueTask TickAsync(bool caughtUp, CancellationToken abandon)
    {
        long clock = _time.GetTimestamp();
        long now = caughtUp ? clock : Math.Min(clock, _newestScan);
        long nowMs = NowMs - MonotonicTicks.ToMilliseconds(clock - now, _time);
        _stale.Collect(now, nowMs, _silences);
        foreach (var silence in _silences)
        {
            Log.PointsStale(_logger, silence.Count, _site.Devices[silence.Device].Name, _site.Points[silence.Readings[0].Point].Id);
            await TakeAsync(silence, isSilence: true, abandon);
        }
        _silences.Clear();
        _engine.Tick(now, nowMs, _changes);
        NoteLoss();
        SendChanges();
        await _outbox.ForgetDoneAsync();
    }

    /// <summary>A store that has lost something begins a new epoch, at the start or when it must be opened again.</summary>
    private void NoteLoss()
    {
        var store = _buffer.Snapshot;
        if (store.Epoch == _epoch) return;
        _epoch = store.Epoch;
        if (store.Loss is { } loss) _engine.NoteLoss(loss, _time.GetTimestamp(), NowMs, _changes);
    }

    private void DoPresses()
    {
        while (_presses.Reader.TryRead(out var press))
        {
            bool isChanged = press.Do(_engine, _time.GetTimestamp(), NowMs, _changes);
            SendChanges();
            if (isChanged) _outbox.Follow(AnswerAsync(press, _outbox.Last));
        }
    }

    private static async Task AnswerAsync(Press press, Task<bool> storing) => press.Stored(await storing);

    private void SendChanges()
    {
        if (_changes.Count == 0) return;
        foreach (var change in _changes) _outbox.Send(change);
        Volatile.Write(ref _transitions, _transitions + _changes.Count);
        _changes.Clear();
    }
}
