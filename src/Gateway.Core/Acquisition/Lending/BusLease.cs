namespace Gateway.Core.Acquisition.Lending;

/// <summary>A bus given away for a while: from the moment its loop has let go of it until it is given back, or its time is over, or the loop ends.</summary>
/// <remarks>The time runs on the monotonic clock, from the grant or the last renewal.</remarks>
internal sealed class BusLease : IDisposable
{
    private readonly TimeSpan _span;
    private readonly TimeProvider _time;
    private readonly Action<BusLease> _ended;
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<LeaseEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _sinceMs;
    private long _untilMs;

    /// <param name="ended">Told once, when the lease is over.</param>
    public BusLease(Borrower borrower, TimeSpan span, TimeProvider time, Action<BusLease> ended)
    {
        (Borrower, _span, _time, _ended) = (borrower, span, time, ended);
        _sinceMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        _untilMs = _sinceMs + (long)span.TotalMilliseconds;
        _timer = time.CreateTimer(
            static lease => ((BusLease)lease!).End(LeaseEnd.Expired), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What a renewal must name.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("n");

    public Borrower Borrower { get; }

    public TimeSpan Span => _span;

    /// <summary>Completes when the bus is the borrower's; also when the lease ends without that.</summary>
    public Task Granted => _granted.Task;

    /// <summary>Completes when the lease is over.</summary>
    public Task<LeaseEnd> Ended => _end.Task;

    public LeaseSnapshot Snapshot() => new(Borrower, _sinceMs, Volatile.Read(ref _untilMs));

    /// <summary>The whole time again from now.</summary>
    /// <returns>False when the lease is over already.</returns>
    public bool Renew()
    {
        if (Ended.IsCompleted) return false;
        Start();
        return !Ended.IsCompleted;
    }

    /// <summary>Gives the bus back.</summary>
    public void Dispose() => End(LeaseEnd.Returned);

    /// <summary>The loop has let go of the bus.</summary>
    internal void Grant()
    {
        if (_granted.Task.IsCompleted) return;
        Start();
        _granted.TrySetResult();
    }

    internal void End(LeaseEnd why)
    {
        if (!_end.TrySetResult(why)) return;
        _timer.Dispose();
        _granted.TrySetResult();
        _ended(this);
    }

    private void Start()
    {
        Volatile.Write(ref _untilMs, _time.GetUtcNow().ToUnixTimeMilliseconds() + (long)_span.TotalMilliseconds);
        _timer.Change(_span, Timeout.InfiniteTimeSpan);
    }
}
