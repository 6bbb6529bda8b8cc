namespace Gateway.Core.Forwarding.Commands;

/// <summary>Lets a number through at once and then so many a second.</summary>
/// <param name="burst">At once.</param>
/// <param name="perSecond">From then on.</param>
internal sealed class TokenBucket(double burst, double perSecond)
{
    private double _taken;
    private TimeSpan _filledAt;

    /// <param name="now">A monotonic clock.</param>
    public bool TryTake(TimeSpan now)
    {
        _taken = Math.Max(0, _taken - ((now - _filledAt).TotalSeconds * perSecond));
        _filledAt = now;
        if (_taken + 1 > burst) return false;
        _taken++;
        return true;
    }
}
