namespace Gateway.Fieldbus.Modbus.Client;

/// <summary>The requests on the wire of one connection. Whoever takes one out, be it the reader, the clock or its caller, ends it alone.</summary>
/// <remarks>One timer serves all: it runs to the earliest end and is left running when that request is answered, so answers cost no timer.</remarks>
internal sealed class PendingRequests : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action _streamDoubtful;
    private readonly Stack<PendingRequest> _idle;
    private readonly List<PendingRequest> _waiting;
    private ITimer? _timer;
    private long _firesAt = long.MaxValue;
    private Verdict? _end;
    private ushort _transaction;
    private int _strays;
    private int _halfArrived = -1;

    /// <param name="most">Requests that may wait at once.</param>
    /// <param name="time">The clocks.</param>
    /// <param name="streamDoubtful">Told when a request timed out with half its answer there: the stream will not be in step again.</param>
    public PendingRequests(int most, TimeProvider time, Action streamDoubtful)
    {
        _time = time;
        _streamDoubtful = streamDoubtful;
        _waiting = new List<PendingRequest>(most);
        _idle = new Stack<PendingRequest>(most);
        for (int i = 0; i < most; i++) _idle.Push(new PendingRequest(this));
    }

    /// <summary>Whether the connection is over and none has been opened since.</summary>
    public bool HasEnded
    {
        get { lock (_gate) return _end is not null; }
    }

    /// <summary>There is a new connection.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _end = null;
            _halfArrived = -1;
        }
    }

    public PendingRequest Begin(byte unit, in ModbusRequest request, Memory<byte> data, TimeSpan timeout)
    {
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            long dueAt = timeout < TimeSpan.Zero ? long.MaxValue : now + (long)(timeout.TotalSeconds * _time.TimestampFrequency);
            var pending = _idle.Pop();
            pending.Begin(++_transaction, unit, request, data, now, dueAt, _strays);
            if (_end is { } end)
            {
                Complete(pending, end);
                return pending;
            }
            _waiting.Add(pending);
            Arm(dueAt, now);
            return pending;
        }
    }

    /// <summary>Takes out the request that an answer belongs to.</summary>
    /// <returns>Null when nobody waits for that answer, or nobody does any more.</returns>
    public PendingRequest? Take(ushort transaction)
    {
        lock (_gate)
        {
            for (int i = 0; i < _waiting.Count; i++)
                if (_waiting[i].Transaction == transaction) return TakeAt(i);
            _strays++;
            return null;
        }
    }

    /// <summary>Ends a request that was taken out; its answer's last byte arrived now.</summary>
    public void Complete(PendingRequest taken, in Verdict verdict) =>
        taken.Complete(verdict.At(_time.GetUtcNow(), _time.GetElapsedTime(taken.StartedAt)));

    /// <summary>Takes out a request.</summary>
    /// <returns>False when somebody else did so before.</returns>
    public bool Take(PendingRequest pending)
    {
        lock (_gate) return _waiting.Remove(pending);
    }

    /// <summary>Tells the transaction whose answer has begun to arrive; -1 when the next byte begins a frame.</summary>
    public void HalfArrived(int transaction)
    {
        lock (_gate) _halfArrived = transaction;
    }

    /// <summary>Something came that is nobody's answer.</summary>
    public void Stray()
    {
        lock (_gate) _strays++;
    }

    /// <summary>The connection is over: what is waiting, and what begins before the next one is open, ends like this. The first reason stands.</summary>
    public void End(in Verdict verdict)
    {
        lock (_gate)
        {
            if (_end is not null) return;
            _end = verdict;
            while (_waiting.Count > 0) Complete(TakeAt(0), verdict);
        }
    }

    /// <summary>Gives back a request whose end its caller has seen.</summary>
    public void Return(PendingRequest pending)
    {
        lock (_gate) _idle.Push(pending);
    }

    public void Dispose() => _timer?.Dispose();

    private void EndOverdue()
    {
        bool doubtful = false;
        lock (_gate)
        {
            long now = _time.GetTimestamp();
            long step = _time.TimestampFrequency / 1000;
            long earliest = long.MaxValue;
            for (int i = _waiting.Count - 1; i >= 0; i--)
            {
                // Timers count whole milliseconds, so one that is due within the next is due.
                if (_waiting[i].DueAt - step <= now)
                {
                    var overdue = TakeAt(i);
                    doubtful |= overdue.Transaction == _halfArrived;
                    Complete(overdue, Overdue(overdue));
                }
                else
                {
                    earliest = Math.Min(earliest, _waiting[i].DueAt);
                }
            }
            _firesAt = long.MaxValue;
            Arm(earliest, now);
        }
        if (doubtful) _streamDoubtful();
    }

    private Verdict Overdue(PendingRequest overdue)
    {
        if (overdue.Transaction == _halfArrived)
            return Verdict.Failed(ModbusOutcome.Incomplete, "only a part of an answer came in time; the connection was closed");
        return overdue.StraysBefore != _strays
            ? Verdict.Failed(ModbusOutcome.Mismatch, "only answers to other requests came in time")
            : Verdict.Failed(ModbusOutcome.NoAnswer, "nothing came back in time");
    }

    private void Arm(long dueAt, long now)
    {
        if (dueAt >= _firesAt) return;
        _firesAt = dueAt;
        _timer ??= _time.CreateTimer(static state => ((PendingRequests)state!).EndOverdue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        double milliseconds = Math.Max(0, 1000.0 * (dueAt - now) / _time.TimestampFrequency);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(milliseconds)), Timeout.InfiniteTimeSpan);
    }

    private PendingRequest TakeAt(int index)
    {
        var pending = _waiting[index];
        _waiting.RemoveAt(index);
        return pending;
    }
}
