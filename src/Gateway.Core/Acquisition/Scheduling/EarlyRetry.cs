namespace Gateway.Core.Acquisition.Scheduling;

/// <summary>When a poll that failed is made again before its interval is over: a point of ten minutes must not stay bad for ten over one lost answer.</summary>
/// <remarks>
/// A unit that is silent is asked when its own back-off allows it: after 1 s, doubled to 60 s, whoever polls it; a dead one costs the bus one time-out a
/// minute. One that answers with a refusal is asked after 5 s, doubled to 60 s, and after six refusals in a row its interval is waited for again: it may be
/// lasting. Polls of 10 s and less come soon enough by themselves. A bus that is lost or lent makes everything due when it is back. Times are monotonic.
/// </remarks>
internal sealed class EarlyRetry(TimeSpan every)
{
    private const int MostRefusals = 6;

    private static readonly TimeSpan _soonEnough = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan _leastPause = TimeSpan.FromSeconds(1);

    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));
    private int _refusals;

    /// <summary>All that was due was read.</summary>
    public void Succeeded()
    {
        _backoff.Succeeded();
        _refusals = 0;
    }

    /// <summary>Nobody answered.</summary>
    /// <param name="askedAt">When the poll was made.</param>
    /// <param name="notBefore">When the unit may be asked again; already past when the bus has just come back.</param>
    /// <returns>When to poll again; null for the next interval.</returns>
    public TimeSpan? Silent(TimeSpan askedAt, TimeSpan notBefore) => every > _soonEnough ? Later(notBefore, askedAt + _leastPause) : null;

    /// <summary>The device answered, but did not give all that was asked for.</summary>
    /// <param name="askedAt">When it was asked.</param>
    /// <param name="notBefore">When it may be asked again.</param>
    /// <returns>When to poll again; null for the next interval.</returns>
    public TimeSpan? Refused(TimeSpan askedAt, TimeSpan notBefore)
    {
        if (every <= _soonEnough || _refusals == MostRefusals) return null;
        _refusals++;
        _backoff.Failed(askedAt);
        return Later(notBefore, _backoff.NotBefore);
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
