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
    // Events first: when a transaction is full, they are in it.
    private static readonly Lane[] _takingOrder = [Lane.Event, Lane.Live, Lane.Fill, Lane.Diag];
    private static readonly Lane[] _droppingOrder = [Lane.Live, Lane.Fill, Lane.Diag, Lane.Event];

    private readonly Lock _gate = new();
    private readonly OpenMessage _open = new(limits);
    private readonly LinkedList<WaitingMessage>[] _waiting = [new(), new(), new(), new()];
    private readonly int[] _taken = new int[4];
    private readonly long[] _next = new long[4];
    private readonly Dictionary<(string Feed, Lane Lane), BookmarkMove> _bookmarks = [];
    private readonly Dictionary<(string Feed, Lane Lane), BookmarkMove> _moved = [];
    private readonly List<Drop> _drops = [];
    private readonly AutoResetEvent _wake = new(false);
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _flush;
    private StoreTransaction _transaction = new();
    private Layout? _layout;
    private long _startedAt;
    private long _waitingSince;
    private int _readings;
    private long _bytes;
    private bool _holdsProducers = true;
    private Urgency _urgency;
    private StoreException? _closed;
    private int _lateReadings;
    private int _lateEvents;

    /// <summary>What feeds have put aside.</summary>
    public RefusedMessages Refused { get; } = new();

    /// <summary>The writer sleeps on it: set when the first thing waits, when enough waits, and for an event.</summary>
    public AutoResetEvent Wake => _wake;

    public long DroppedReadings { get; private set; }

    /// <summary>What is not stored: after <see cref="Close"/>, what never will be.</summary>
    public (int Readings, int Events, long Bytes) Pending
    {
        get { lock (_gate) return (_readings + _lateReadings, _waiting[(int)Lane.Event].Count + _lateEvents, _bytes); }
    }

    /// <summary>Of all feeds as they are now, also what is not stored yet.</summary>
    public IReadOnlyList<BookmarkMove> Bookmarks
    {
        get { lock (_gate) return [.. _bookmarks.Values]; }
    }

    public void Begin(IReadOnlyList<LaneExtent> extents, IReadOnlyList<BookmarkMove> bookmarks)
    {
        lock (_gate)
        {
            _startedAt = time.GetTimestamp();
            for (int lane = 0; lane < _next.Length; lane++) _next[lane] = extents[lane].Next;
            foreach (var move in bookmarks) _bookmarks[(move.Feed, move.Lane)] = move;
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
            if (_holdsProducers && _readings >= limits.WaitingReadings)
                return (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            foreach (ref readonly var reading in readings)
            {
                _open.Add(reading);
                if (_open.IsFull) SealOpen();
            }
            _readings += readings.Length;
            Raise(_readings >= limits.MessageReadings ? Urgency.AtOnce : Urgency.Group);
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
            if (_bookmarks.TryGetValue((feed, lane), out var move)) return move.Bookmark;
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

    /// <summary>Readings were thinned: a feed that had all of them, and has nothing else to come in the fill lane, has had what was kept of them too.</summary>
    /// <param name="liveTo">The last sequence of the live lane that they were taken from.</param>
    /// <param name="fillLast">The last sequence of the fill lane before.</param>
    /// <param name="fillNow">The last that what was kept got.</param>
    public void PassThinned(long liveTo, long fillLast, long fillNow)
    {
        lock (_gate)
        {
            foreach (var fill in _bookmarks.Values.Where(move => move.Lane == Lane.Fill && move.Bookmark.Acknowledged == fillLast).ToList())
            {
                if (!_bookmarks.TryGetValue((fill.Feed, Lane.Live), out var live) || live.Bookmark.Acknowledged < liveTo) continue;
                MoveTo(fill with { Bookmark = fill.Bookmark with { Acknowledged = fillNow } });
            }
        }
    }

    public CommitNeed Need()
    {
        lock (_gate)
        {
            bool hasEvents = _waiting[(int)Lane.Event].Count > 0 || _flush is not null;
            bool hasMoves = HasMoves;
            return new CommitNeed(_readings, HasGroup, hasEvents, hasMoves, time.GetElapsedTime(_waitingSince));
        }
    }

    /// <summary>Seals what is open and gives what should be stored next, oldest first.</summary>
    public StoreTransaction Take(long ageMs)
    {
        lock (_gate)
        {
            SealOpen();
            _urgency = Urgency.None;
            _transaction = new StoreTransaction { AgeMs = ageMs };
            _transaction.Bookmarks.AddRange(_moved.Values);
            _transaction.Drops.AddRange(_drops);
            Refused.AddTo(_transaction);
            long bytes = 0;
            foreach (var lane in _takingOrder) TakeFrom(lane, ref bytes);
            return _transaction;
        }
    }

    /// <summary>What was taken is stored: whoever waits for it is told.</summary>
    public void Stored()
    {
        lock (_gate)
        {
            for (int lane = 0; lane < _taken.Length; lane++)
            {
                for (; _taken[lane] > 0; _taken[lane]--) RemoveFirst(_waiting[lane])?.TrySetResult();
            }
            foreach (var move in _transaction.Bookmarks)
            {
                if (ReferenceEquals(_moved.GetValueOrDefault((move.Feed, move.Lane)), move)) _moved.Remove((move.Feed, move.Lane));
            }
            _drops.RemoveRange(0, _transaction.Drops.Count);
            Refused.Stored(_transaction);
            _transaction = new StoreTransaction();
            _holdsProducers = true;
            if (!HasGroup) EndFlush();
            _urgency = UrgencyOfWaiting();
            if (_readings < limits.WaitingReadings) ReleaseProducers();
        }
    }

    /// <summary>What was taken is not stored; it is taken again next time. Nobody is held up meanwhile.</summary>
    public void NotStored()
    {
        lock (_gate)
        {
            Array.Clear(_taken);
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
            foreach (var waiting in _waiting.SelectMany(list => list)) waiting.Stored?.TrySetException(reason);
        }
    }

    public void Dispose()
    {
        _open.Dispose();
        _wake.Dispose();
    }

    /// <summary>What rides along with a group. Under the gate.</summary>
    private bool HasMoves => _moved.Count > 0 || _drops.Count > 0 || Refused.HasChanges;

    /// <summary>Readings or messages that wait for their group. Under the gate.</summary>
    private bool HasGroup => _readings > 0 || _waiting.Any(list => list.Count > 0);

    private void TakeFrom(Lane lane, ref long bytes)
    {
        for (var node = _waiting[(int)lane].First; node is not null; node = node.Next)
        {
            if (_transaction.Messages.Count >= limits.CommitMessages || bytes >= limits.CommitBytes) return;
            _transaction.Messages.Add(node.Value.Message);
            if (node.Value.State is { } state) _transaction.AlarmStates.Add(state);
            bytes += node.Value.Bytes;
            _taken[(int)lane]++;
        }
    }

    private void SealOpen()
    {
        int count = _open.Count;
        if (count > 0) AddWaiting(Lane.Live, MessageKind.Readings, count, _open.Seal(), null, null);
    }

    private void AddWaiting(Lane lane, MessageKind kind, int count, ReadOnlyMemory<byte> body, AlarmRecord? state, TaskCompletionSource? stored)
    {
        long wallMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        long monotonicMs = (long)time.GetElapsedTime(_startedAt).TotalMilliseconds;
        var message = new NewMessage(lane, _next[(int)lane]++, kind, wallMs, monotonicMs, clock(), count, _layout?.Number ?? 0, body);
        var waiting = new WaitingMessage(message, state, stored);
        _waiting[(int)lane].AddLast(waiting);
        _bytes += waiting.Bytes;
        while (_bytes > limits.MemoryBytes && TryDropOldest())
        {
        }
    }

    private bool TryDropOldest()
    {
        foreach (var lane in _droppingOrder)
        {
            var list = _waiting[(int)lane];
            int taken = _taken[(int)lane];
            if (list.Count <= taken) continue;
            var node = list.First!;
            for (; taken > 0; taken--) node = node.Next!;
            Drop(list, node);
            return true;
        }
        return false;
    }

    private void Drop(LinkedList<WaitingMessage> list, LinkedListNode<WaitingMessage> node)
    {
        var message = node.Value.Message;
        int readings = message.Kind == MessageKind.Readings ? message.Count : 0;
        var drop = new Drop(message.Lane, message.Seq, message.Seq, readings, DropReason.Memory, message.WallMs);
        int last = _drops.Count - 1;
        bool canMerge = last >= _transaction.Drops.Count && DropRules.CanMerge(_drops[last], drop);
        if (canMerge) _drops[last] = _drops[last] with { To = drop.To, Readings = _drops[last].Readings + readings };
        else _drops.Add(drop);

        list.Remove(node);
        _bytes -= node.Value.Bytes;
        _readings -= readings;
        DroppedReadings += readings;
        _open.Forget();
        node.Value.Stored?.TrySetException(new StoreException(StoreFault.Full, (
            "Memory was full before the disk took the event; it is recorded as dropped.", "磁盘接收该事件前内存已满，已记为丢弃。")));
    }

    private TaskCompletionSource? RemoveFirst(LinkedList<WaitingMessage> list)
    {
        var waiting = list.First!.Value;
        list.RemoveFirst();
        _bytes -= waiting.Bytes;
        if (waiting.Message.Kind == MessageKind.Readings) _readings -= waiting.Message.Count;
        return waiting.Stored;
    }

    private void MoveTo(BookmarkMove move)
    {
        _bookmarks[(move.Feed, move.Lane)] = move;
        _moved[(move.Feed, move.Lane)] = move;
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
        if (_readings >= limits.MessageReadings || _waiting[(int)Lane.Event].Count > 0 || _flush is not null) return Urgency.AtOnce;
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
