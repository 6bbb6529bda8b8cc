namespace Gateway.Core.Buffering;

/// <summary>Sealed messages that are not stored yet, lane by lane and in order; bounded in bytes by giving up the oldest. For one thread at a time.</summary>
internal sealed class WaitingLanes(BufferLimits limits)
{
    // Events first: when a transaction is full, they are in it.
    private static readonly Lane[] _takingOrder = [Lane.Event, Lane.Live, Lane.Fill, Lane.Diag];
    private static readonly Lane[] _droppingOrder = [Lane.Live, Lane.Fill, Lane.Diag, Lane.Event];

    private readonly LinkedList<WaitingMessage>[] _lanes = [new(), new(), new(), new()];
    private readonly int[] _taken = new int[4];
    private readonly long[] _next = new long[4];
    private readonly List<Drop> _drops = [];
    private int _takenDrops;

    /// <summary>Readings in them.</summary>
    public int Readings { get; private set; }

    public long Bytes { get; private set; }

    public long DroppedReadings { get; private set; }

    public bool HasMessages => _lanes.Any(list => list.Count > 0);

    public bool HasDrops => _drops.Count > 0;

    public int Events => _lanes[(int)Lane.Event].Count;

    public void Begin(IReadOnlyList<LaneExtent> extents)
    {
        for (int lane = 0; lane < _next.Length; lane++) _next[lane] = extents[lane].Next;
    }

    /// <summary>The sequence of the message that is sealed now.</summary>
    public long TakeNumber(Lane lane) => _next[(int)lane]++;

    /// <returns>Whether others had to be given up for it.</returns>
    public bool Add(WaitingMessage waiting)
    {
        var message = waiting.Message;
        _lanes[(int)message.Lane].AddLast(waiting);
        Bytes += waiting.Bytes;
        if (message.Kind == MessageKind.Readings) Readings += message.Count;
        bool hasDropped = false;
        while (Bytes > limits.MemoryBytes && TryDropOldest()) hasDropped = true;
        return hasDropped;
    }

    /// <summary>Puts what should be stored next into a transaction, oldest first. It stays here until <see cref="Stored"/>.</summary>
    public void TakeInto(StoreTransaction transaction)
    {
        transaction.Drops.AddRange(_drops);
        _takenDrops = _drops.Count;
        long bytes = 0;
        foreach (var lane in _takingOrder) TakeFrom(lane, transaction, ref bytes);
    }

    /// <summary>What was taken is stored: whoever waits for it is told.</summary>
    public void Stored()
    {
        for (int lane = 0; lane < _taken.Length; lane++)
        {
            for (; _taken[lane] > 0; _taken[lane]--)
            {
                var stored = _lanes[lane].First!.Value;
                _lanes[lane].RemoveFirst();
                Forget(stored);
                stored.Stored?.TrySetResult();
            }
        }
        _drops.RemoveRange(0, _takenDrops);
        _takenDrops = 0;
    }

    /// <summary>What was taken is not stored; it is taken again next time.</summary>
    public void NotStored()
    {
        Array.Clear(_taken);
        _takenDrops = 0;
    }

    /// <summary>Nothing of it will be stored.</summary>
    public void Fail(Exception reason)
    {
        foreach (var waiting in _lanes.SelectMany(list => list)) waiting.Stored?.TrySetException(reason);
    }

    private void TakeFrom(Lane lane, StoreTransaction transaction, ref long bytes)
    {
        for (var node = _lanes[(int)lane].First; node is not null; node = node.Next)
        {
            if (transaction.Messages.Count >= limits.CommitMessages || bytes >= limits.CommitBytes) return;
            transaction.Messages.Add(node.Value.Message);
            if (node.Value.State is { } state) transaction.AlarmStates.Add(state);
            bytes += node.Value.Bytes;
            _taken[(int)lane]++;
        }
    }

    private bool TryDropOldest()
    {
        foreach (var lane in _droppingOrder)
        {
            var list = _lanes[(int)lane];
            int taken = _taken[(int)lane];
            if (list.Count <= taken) continue;
            var node = list.First!;
            for (; taken > 0; taken--) node = node.Next!;
            list.Remove(node);
            Drop(node.Value);
            return true;
        }
        return false;
    }

    private void Drop(WaitingMessage waiting)
    {
        var message = waiting.Message;
        int readings = message.Kind == MessageKind.Readings ? message.Count : 0;
        var drop = new Drop(message.Lane, message.Seq, message.Seq, readings, DropReason.Memory, message.WallMs);
        int last = _drops.Count - 1;
        bool canMerge = last >= _takenDrops && DropRules.CanMerge(_drops[last], drop);
        if (canMerge) _drops[last] = _drops[last] with { To = drop.To, Readings = _drops[last].Readings + readings };
        else _drops.Add(drop);

        Forget(waiting);
        DroppedReadings += readings;
        waiting.Stored?.TrySetException(new StoreException(StoreFault.Full, (
            "Memory was full before the disk took the event; it is recorded as dropped.", "磁盘接收该事件前内存已满，已记为丢弃。")));
    }

    private void Forget(WaitingMessage waiting)
    {
        Bytes -= waiting.Bytes;
        if (waiting.Message.Kind == MessageKind.Readings) Readings -= waiting.Message.Count;
    }
}
