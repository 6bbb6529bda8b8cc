namespace Gateway.Core.Acquisition.Scheduling;

/// <summary>How long to leave something alone that failed: the first delay, doubled with each failure up to the longest. Times are monotonic.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    /// <summary>Polls do not come to the millisecond: one that is due when the delay is all but over is not put off by a whole interval.</summary>
    private static readonly TimeSpan _tolerance = TimeSpan.FromMilliseconds(50);

    private TimeSpan _delay;

    /// <summary>When it may be tried again; the beginning of time when it never failed.</summary>
    public TimeSpan NotBefore { get; private set; }

    /// <summary>A unit that does not answer: 1 s, doubled to 60 s.</summary>
    public static Backoff ForUnit() => new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

    /// <summary>A server that cannot be reached: 1 s, doubled to 30 s.</summary>
    public static Backoff ForServer() => new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    /// <summary>A port that is gone: each second, so that one that returns is open again within two.</summary>
    public static Backoff ForPort() => new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    public bool Holds(TimeSpan now) => now < NotBefore - _tolerance;

    public void Failed(TimeSpan now)
    {
        _delay = _delay == TimeSpan.Zero ? first : _delay * 2;
        if (_delay > longest) _delay = longest;
        NotBefore = now + _delay;
    }

    /// <summary>Leaves it alone for a while without a doubling: it answered, only not now.</summary>
    public void Pause(TimeSpan now, TimeSpan pause) => NotBefore = now + pause;

    public void Succeeded()
    {
        _delay = TimeSpan.Zero;
        NotBefore = TimeSpan.Zero;
    }
}
