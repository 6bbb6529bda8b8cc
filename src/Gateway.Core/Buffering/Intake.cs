using Gateway.Core.Alarms;
using Gateway.Core.Readings;

namespace Gateway.Core.Buffering;

/// <summary>What is sampled but not stored yet. Producers put in from any thread; the writer takes, and says whether it is stored.</summary>
/// <remarks>
/// What was taken stays here until <see cref="Stored"/>: after a failure it is taken again, the same messages under the same numbers. So a commit that
/// reached the disk although an error was reported can be recognised, and nothing ever has two forms.
/// </remarks>
internal sealed class Intake(TimeProvider time, BufferLimits limits, Func<ClockState> clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly OpenMessage _open = new(limits);
    private readonly WaitingLanes _waiting = new(limits);
    private readonly MovingBookmarks _bookmarks = new();
    private readonly AutoResetEvent _wake = new(false);
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _flush;
    private StoreTransaction _transaction = new();
    private Layout? _layout;
    private long _startedAt;
    private long _waitingSince;
    private bool _holdsProducers = true;
    private Urgency _urgency;
    private StoreException? _closed;
    private int _lateReadings;
    private int _lateEvents;

    /// <summary>What feeds have put aside.</summary>
    public RefusedMessages Refused { get; } = new();

    /// <summary>The writer sleeps on it: set when the first thing waits, when enough waits, and for an event.</summary>
    public AutoResetEvent Wake => _wake;

    public long DroppedReadings => _waiting.DroppedReadings;

    /// <summary>What is not stored: after <see cref="Close"/>, what never will be.</summary>
    public (int Readings, int Events, long Bytes) Pending
    {
        get { lock (_gate) return (Readings + _lateReadings, _waiting.Events + _lateEvents, _waiting.Bytes); }
    }

    /// <summary>Of all feeds as they are now, also what is not stored yet.</summary>
    public IReadOnlyList<BookmarkMove> Bookmarks
    {
        get { lock (_gate) return _bookmarks.All; }
    }

    public void Begin(IReadOnlyList<LaneExtent> extents, IReadOnlyList<BookmarkMove> bookmarks)
    {
        lock (_gate)
        {
            _startedAt = time.GetTimestamp();
            _waiting.Begin(extents);
            _bookmarks.Begin(bookmarks);
        }
    }

    public void Use(Layout layout)
    {
        lock (_gate)
        {
            SealOpen();
            _open.Use(layout);
            _layout = layout;
        }
    }

    /// <returns>Null when the readings were copied; otherwise nothing was, and there may be room when the task has completed.</returns>
    public Task? TryAppend(ReadOnlySpan<Reading> readings)
    {
        lock (_gate)
        {
            if (_closed is not null)
            {
                // A stop that took too long for whoever drains: their readings are lost, and counted.
                _lateReadings += readings.Length;
                return null;
            }
            if (_layout is null) throw new InvalidOperationException("Readings need a layout; none was given.");
            if (_holdsProducers && Readings >= limits.WaitingReadings)
                return (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            foreach (ref readonly var reading in readings)
            {
                _open.Add(reading);
                if (_open.IsFull) SealOpen();
            }
            Raise(Readings >= limits.MessageReadings ? Urgency.AtOnce : Urgency.Group);
            return null;
        }
    }

    /// <summary>The store has made no room for long: producers are no longer held, memory is bounded by dropping, until it stores again.</summary>
    public void LetProducersGo()
    {
        lock (_gate)
        {
            _holdsProducers = false;
            ReleaseProducers();
        }
    }

    /// <returns>Completes when it is stored; fails with a <see cref="StoreException"/> when it never will be.</returns>
    public Task AddEvent(Lane lane, MessageKind kind, ReadOnlyMemory<byte> body, AlarmRecord? state)
    {
        lock (_gate)
        {
            if (_closed is not null)
            {
                if (lane == Lane.Event) _lateEvents++;
                return Task.FromException(_closed);
            }
            var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            AddWaiting(lane, kind, 1, body, state, stored);
            Raise(lane == Lane.Event ? Urgency.AtOnce : Urgency.Group);
            return stored.Task;
        }
    }

    /// <summary>Ends the wait of the group, as an event does.</summary>
    /// <returns>Completes when all that has been taken in is stored, or when the store has failed.</returns>
    public Task Flush()
    {
        lock (_gate)
        {
            if (_closed is not null || !HasGroup) return Task.CompletedTask;
            _flush ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _urgency = Urgency.AtOnce;
            _wake.Set();
            return _flush.Task;
        }
    }

    public Bookmark BookmarkOf(string feed, Lane lane)
    {
        lock (_gate)
        {
            // A feed that asks is a feed that wants: from now on a drop it has not had is recorded.
            if (_bookmarks.Find(feed, lane) is { } bookmark) return bookmark;
            MoveTo(new BookmarkMove(feed, lane, default));
            return default;
        }
    }

    public void Move(BookmarkMove move)
    {
        lock (_gate) MoveTo(move);
    }

    public void Refuse(RefusedMessage message)
    {
        Refused.Add(message);
        lock (_gate) Raise(Urgency.Rarely);
    }

    public void Readmit(string feed, Lane lane, long seq)
    {
        Refused.Remove(feed, lane, seq);
        lock (_gate) Raise(Urgency.Rarely);
    }

    public void ForgetUnlisted(string feed)
    {
        Refused.ForgetUnlisted(feed);
        lock (_gate) Raise(Urgency.Rarely);
    }

    /// <inheritdoc cref="MovingBookmarks.PassThinned"/>
    public void PassThinned(long liveTo, long fillLast, long fillNow)
    {
        lock (_gate)
        {
            _bookmarks.PassThinned(liveTo, fillLast, fillNow);
            if (_bookmarks.HasMoved) Raise(Urgency.Rarely);
        }
    }

    public CommitNeed Need()
    {
        lock (_gate)
        {
            bool hasEvents = _waiting.Events > 0 || _flush is not null;
            bool hasMoves = HasMoves;
            return new CommitNeed(Readings, HasGroup, hasEvents, hasMoves, time.GetElapsedTime(_waitingSince));
        }
    }

    /// <summary>Seals what is open and gives what should be stored next, oldest first.</summary>
    /// <param name="withBookmarks">Takes all that have moved; when there is nothing else, they are taken anyway.</param>
    public StoreTransaction Take(long ageMs, bool withBookmarks)
    {
        lock (_gate)
        {
            SealOpen();
            _urgency = Urgency.None;
            _transaction = new StoreTransaction { AgeMs = ageMs };
            _bookmarks.AddTo(_transaction, all: withBookmarks || !_waiting.HasMessages);
            Refused.AddTo(_transaction);
            _waiting.TakeInto(_transaction);
            return _transaction;
        }
    }

    /// <summary>What was taken is stored: whoever waits for it is told.</summary>
    public void Stored()
    {
        lock (_gate)
        {
            _waiting.Stored();
            _bookmarks.Stored(_transaction);
            Refused.Stored(_transaction);
            _transaction = new StoreTransaction();
            _holdsProducers = true;
            if (!HasGroup) EndFlush();
            _urgency = UrgencyOfWaiting();
            if (Readings < limits.WaitingReadings) ReleaseProducers();
        }
    }

    /// <summary>What was taken is not stored; it is taken again next time. Nobody is held up meanwhile.</summary>
    public void NotStored()
    {
        lock (_gate)
        {
            _waiting.NotStored();
            _transaction = new StoreTransaction();
            _holdsProducers = false;
            EndFlush();
            _urgency = UrgencyOfWaiting();
            ReleaseProducers();
        }
    }

    /// <summary>Nothing more is taken in; whoever still waits is told why.</summary>
    public void Close(Exception reason)
    {
        lock (_gate)
        {
            _closed = reason as StoreException ?? new StoreException(StoreFault.InputOutput, ("The buffer has stopped.", "断网缓存已停止。"), reason);
            EndFlush();
            ReleaseProducers();
            _waiting.Fail(reason);
        }
    }

    public void Dispose()
    {
        _open.Dispose();
        _wake.Dispose();
    }

    /// <summary>What rides along with a group. Under the gate.</summary>
    private bool HasMoves => _bookmarks.HasMoved || _waiting.HasDrops || Refused.HasChanges;

    /// <summary>Readings or messages that wait for their group. Under the gate.</summary>
    private bool HasGroup => _open.Count > 0 || _waiting.HasMessages;

    /// <summary>Sampled and not stored. Under the gate.</summary>
    private int Readings => _open.Count + _waiting.Readings;

    private void SealOpen()
    {
        int count = _open.Count;
        if (count > 0) AddWaiting(Lane.Live, MessageKind.Readings, count, _open.Seal(), null, null);
    }

    private void AddWaiting(Lane lane, MessageKind kind, int count, ReadOnlyMemory<byte> body, AlarmRecord? state, TaskCompletionSource? stored)
    {
        long wallMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        long monotonicMs = (long)time.GetElapsedTime(_startedAt).TotalMilliseconds;
        var message = new NewMessage(lane, _waiting.TakeNumber(lane), kind, wallMs, monotonicMs, clock(), count, _layout?.Number ?? 0, body);
        // What the next readings would be compared with was given up.
        if (_waiting.Add(new WaitingMessage(message, state, stored))) _open.Forget();
    }

    private void MoveTo(BookmarkMove move)
    {
        _bookmarks.Move(move);
        Raise(Urgency.Rarely);
    }

    /// <summary>Wakes the writer when it must look sooner than it meant to. What rode along has no say in how long a group waits.</summary>
    private void Raise(Urgency urgency)
    {
        if (urgency <= _urgency || _closed is not null) return;
        if (_urgency < Urgency.Group) _waitingSince = time.GetTimestamp();
        _urgency = urgency;
        _wake.Set();
    }

    /// <summary>
    /// What came during a commit counted together with what was being stored. Now it stands alone, and the writer, which may go to sleep over it, must hear
    /// when there is enough.
    /// </summary>
    private Urgency UrgencyOfWaiting()
    {
        if (Readings >= limits.MessageReadings || _waiting.Events > 0 || _flush is not null) return Urgency.AtOnce;
        if (HasGroup) return Urgency.Group;
        return HasMoves ? Urgency.Rarely : Urgency.None;
    }

    private void EndFlush()
    {
        _flush?.TrySetResult();
        _flush = null;
    }

    private void ReleaseProducers()
    {
        _room?.TrySetResult();
        _room = null;
    }

    private enum Urgency
    {
        None,
        Rarely,
        Group,
        AtOnce,
    }
}
