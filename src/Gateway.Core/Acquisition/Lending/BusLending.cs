namespace Gateway.Core.Acquisition.Lending;

/// <summary>Where a bus is asked for. One lease at a time: a second asker hears who has it. Asked from anywhere; granted by the bus's loop.</summary>
/// <param name="wake">Makes the loop look at <see cref="Current"/>.</param>
internal sealed class BusLending(TimeProvider time, Action wake)
{
    /// <summary>Long enough for a scan of a whole line, short enough that a forgotten terminal costs no shift its readings.</summary>
    public static readonly TimeSpan UsualSpan = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan LongestSpan = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private BusLease? _current;
    private bool _isClosed;

    /// <summary>The lease that was asked for or is in force; null while the bus is its loop's.</summary>
    public BusLease? Current => Volatile.Read(ref _current);

    /// <summary>Asks for the bus. The lease is in force when <see cref="BusLease.Granted"/> has completed; disposing it gives the bus back.</summary>
    /// <param name="span">For how long, unless it is renewed; at most <see cref="LongestSpan"/>.</param>
    public LendAnswer Ask(Borrower borrower, TimeSpan span)
    {
        BusLease lease;
        lock (_gate)
        {
            if (_isClosed) return default;
            if (_current is { } held) return new LendAnswer(null, held.Snapshot());
            lease = new BusLease(borrower, span < LongestSpan ? span : LongestSpan, time, Forget);
            Volatile.Write(ref _current, lease);
        }
        wake();
        return new LendAnswer(lease, null);
    }

    /// <summary>The loop ends: nothing is lent any more.</summary>
    public void Close()
    {
        BusLease? last;
        lock (_gate)
        {
            _isClosed = true;
            last = _current;
        }
        last?.End(LeaseEnd.Stopped);
    }

    private void Forget(BusLease lease)
    {
        lock (_gate)
        {
            if (_current == lease) Volatile.Write(ref _current, null);
        }
        wake();
    }
}
