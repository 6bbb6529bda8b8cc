using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Buffering;

/// <summary>The writer: takes what waits, commits it, tells who waits. One thread, the only one that writes to the store.</summary>
internal sealed class GroupCommit : IDisposable
{
    private static readonly TimeSpan _trimEvery = TimeSpan.FromMinutes(1);

    // What a message takes beside its body.
    private const int RowBytes = 200;

    // Trimming holds up commits; what is left goes with the next round.
    private static readonly TimeSpan _longestTrim = TimeSpan.FromMilliseconds(500);

    private readonly IStore _store;
    private readonly BufferSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BufferLimits _limits;
    private readonly Intake _intake;
    private readonly StoredLog _log;
    private readonly BufferMetrics _metrics;
    private readonly Reserves _reserves;
    private readonly RoomMaker _room;
    private readonly Lock _writing = new();
    private readonly Lock _gate = new();
    private StoreOpening? _opening;
    private StoreException? _lastError;
    private DateTimeOffset? _degradedSince;
    private long _degradedAt;
    private long _droppedBefore;
    private int _failures;
    private bool _saidDropping;
    private long _openedAt;
    private long _ageAtOpening;
    private long? _committedAt;
    private long? _bookmarksAt;
    private long _trimmedAt;
    private long _storedReadings;
    private long _storedEvents;
    private long _sizeBytes;
    private long _logBytes;
    private long _outages;

    /// <param name="layoutOf">The layout that messages name; null when it is lost.</param>
    public GroupCommit(
        IStore store, BufferSettings settings, TimeProvider time, ILogger logger, BufferLimits limits, Intake intake, StoredLog log, Reserves reserves,
        Func<int, Layout?> layoutOf)
    {
        _store = store;
        _settings = settings;
        _time = time;
        _logger = logger;
        _limits = limits;
        _intake = intake;
        _log = log;
        _metrics = new BufferMetrics(intake, () => _failures > 0);
        _reserves = reserves;
        _room = new RoomMaker(store, settings, time, logger, limits, log, _metrics, reserves, layoutOf, intake, _writing);
    }

    // Age is time that the gateway ran, so no step of the wall clock makes anything old: see FORMAT.md.
    private long AgeMs => _ageAtOpening + (long)_time.GetElapsedTime(_openedAt).TotalMilliseconds;

    public void Begin(StoreOpening opening)
    {
        _opening = opening;
        _openedAt = _trimmedAt = _time.GetTimestamp();
        _ageAtOpening = _store.AgeMs;
        MeasureSize();
    }

    public int AddLayout(Layout layout)
    {
        lock (_writing) return _store.AddLayout(layout.Digest, layout.Descriptor);
    }

    public Task RunAsync(CancellationToken stop)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(ended, stop)) { IsBackground = true, Name = "envgw-buffer" }.Start();
        return ended.Task;
    }

    public BufferSnapshot Snapshot()
    {
        var (readings, events, bytes) = _intake.Pending;
        lock (_gate)
        {
            return new BufferSnapshot
            {
                State = _failures > 0 ? BufferState.Degraded : BufferState.Healthy,
                DegradedSince = _degradedSince,
                Outages = _outages,
                LastError = _lastError?.Explanation,
                Loss = _opening?.Loss,
                Epoch = _opening?.Epoch ?? "",
                Epochs = _opening?.Epochs ?? [],
                Boot = _opening?.Boot ?? 0,
                Commits = _log.Commits,
                StoredReadings = _storedReadings,
                StoredEvents = _storedEvents,
                PendingReadings = readings,
                PendingEvents = events,
                PendingBytes = bytes,
                DroppedReadings = _intake.DroppedReadings,
                TrimmedReadings = _room.TrimmedReadings,
                ThinnedReadings = _room.ThinnedReadings,
                RoomMade = _reserves.Made,
                IsShortOfRoom = _reserves.IsOut,
                SizeBytes = _sizeBytes,
                LogBytes = _logBytes,
                Lanes = _log.Extents,
            };
        }
    }

    public void Dispose() => _metrics.Dispose();

    /// <summary>The top of the thread: a bug ends it, and whoever awaits the buffer gets the exception.</summary>
    private void Run(TaskCompletionSource ended, CancellationToken stop)
    {
        try
        {
            CommitUntil(stop);
            StoreWhatIsLeft();
            ended.SetResult();
        }
        catch (Exception bug)
        {
            _intake.Close(bug);
            ended.SetException(bug);
        }
    }

    private void CommitUntil(CancellationToken stop)
    {
        using var timer = _time.CreateTimer(_ => _intake.Wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Also while nothing is to be stored something may be over, and the ballast may come back.
        using var trimTimer = _time.CreateTimer(_ => _intake.Wake.Set(), null, _trimEvery / 2, _trimEvery / 2);
        using var wakeToStop = stop.Register(() => _intake.Wake.Set());
        long retryAt = 0;
        while (!stop.IsCancellationRequested)
        {
            bool isFailing = _failures > 0;
            var wait = isFailing ? Remaining(RetryDelay.After(_failures), retryAt) : WaitForGroup();
            bool isTrimDue = !isFailing && Remaining(_trimEvery, _trimmedAt) == TimeSpan.Zero;
            if (wait != TimeSpan.Zero && !isTrimDue)
            {
                timer.Change(wait, Timeout.InfiniteTimeSpan);
                _intake.Wake.WaitOne();
                continue;
            }
            bool isStored = wait != TimeSpan.Zero || TryCommit();
            if (!isStored || !TrimWhenDue()) retryAt = _time.GetTimestamp();
        }
    }

    private TimeSpan WaitForGroup()
    {
        var sinceCommit = _committedAt is { } at ? _time.GetElapsedTime(at) : TimeSpan.MaxValue;
        return CommitSchedule.WaitFor(_intake.Need(), sinceCommit, _settings.CommitEvery, _limits.MessageReadings);
    }

    private TimeSpan Remaining(TimeSpan delay, long since)
    {
        var left = delay - _time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void StoreWhatIsLeft()
    {
        bool isStored = true;
        while (isStored && _intake.Need() is { HasGroup: true } or { HasMoves: true }) isStored = TryCommit();
        _intake.Close(_lastError ?? new StoreException(
            StoreFault.InputOutput, ("The buffer stopped before it could be stored.", "断网缓存在存储完成前已停止。")));
    }

    private bool TryCommit()
    {
        bool withBookmarks = _bookmarksAt is not { } at || CommitSchedule.TakesBookmarks(_time.GetElapsedTime(at), _settings.CommitEvery);
        var transaction = _intake.Take(AgeMs, withBookmarks);
        long start = _time.GetTimestamp();
        _committedAt = start;
        try
        {
            if (!transaction.IsEmpty) CommitWithRoom(transaction);
        }
        catch (StoreException failure)
        {
            _intake.NotStored();
            Failed(failure);
            return false;
        }
        // One of events alone does not put off the others'.
        if (withBookmarks && transaction.Bookmarks.Count > 0) _bookmarksAt = start;
        Stored(transaction, _time.GetElapsedTime(start));
        return true;
    }

    /// <summary>At its quota the store gives up its oldest, on a disk that others have filled the reserves go; then the transaction is taken.</summary>
    private void CommitWithRoom(StoreTransaction transaction)
    {
        while (true)
        {
            try
            {
                lock (_writing) _store.Commit(transaction);
                return;
            }
            catch (StoreException full) when (full.Fault == StoreFault.Full)
            {
                long bytes = transaction.Messages.Sum(m => (long)m.Body.Length + RowBytes);
                if (!_room.TryMakeRoom(bytes, AgeMs)) throw;
            }
        }
    }

    private void Stored(StoreTransaction transaction, TimeSpan duration)
    {
        var opening = _store.Opening;
        long readings = transaction.Messages.Where(m => m.Kind == MessageKind.Readings).Sum(m => (long)m.Count);
        long events = transaction.Messages.Count(m => m.Kind != MessageKind.Readings);
        foreach (var lane in transaction.Drops.Select(drop => drop.Lane).Distinct()) _log.Dropped(lane, 0, _store.Extent(lane));
        _log.Stored(transaction.Messages, opening);
        _intake.Stored();
        _metrics.Committed(readings, events, duration);
        bool isNewEpoch = opening.Epoch != _opening!.Epoch;
        if (isNewEpoch && opening.Loss is { } loss) Log.Lost(_logger, loss.English);
        if (_failures > 0) Log.Recovered(_logger, _time.GetElapsedTime(_degradedAt), _intake.DroppedReadings - _droppedBefore);
        lock (_gate)
        {
            _opening = opening;
            _failures = 0;
            _degradedSince = null;
            _saidDropping = false;
            _storedReadings += readings;
            _storedEvents += events;
        }
        MeasureSize();
    }

    private void Failed(StoreException failure)
    {
        _metrics.Failed();
        bool isFirst = _failures == 0;
        if (isFirst) Log.Degraded(_logger, failure.Fault, failure.Message);
        if (isFirst)
        {
            _degradedAt = _time.GetTimestamp();
            _droppedBefore = _intake.DroppedReadings;
        }
        if (!_saidDropping && _intake.DroppedReadings > _droppedBefore)
        {
            _saidDropping = true;
            Log.Dropping(_logger);
        }
        lock (_gate)
        {
            if (isFirst) _outages++;
            _failures++;
            _lastError = failure;
            _degradedSince ??= _time.GetUtcNow();
        }
    }

    /// <returns>False when the store has failed.</returns>
    private bool TrimWhenDue()
    {
        if (_time.GetElapsedTime(_trimmedAt) < _trimEvery) return true;
        _trimmedAt = _time.GetTimestamp();
        try
        {
            while (_time.GetElapsedTime(_trimmedAt) < _longestTrim && _room.Trim(AgeMs)) MeasureSize();
            _room.Restore();
            return true;
        }
        catch (StoreException full) when (full.Fault == StoreFault.Full && _room.TryMakeRoom(0, AgeMs))
        {
            // The next round goes on with it.
            return true;
        }
        catch (StoreException failure)
        {
            Failed(failure);
            return false;
        }
    }

    private void MeasureSize()
    {
        lock (_gate) (_sizeBytes, _logBytes) = (_store.SizeBytes, _store.LogBytes);
    }
}
