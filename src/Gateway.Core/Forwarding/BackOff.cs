namespace Gateway.Core.Forwarding;

/// <summary>Pauses that double from one trouble to the next, each shortened by a random part of up to a half, so that gateways that lost a
/// broker together do not come back together.</summary>
internal sealed class BackOff(TimeSpan first, TimeSpan most, Random random)
{
    private int _troubles;

    /// <summary>The first pause is between <c>first</c> and twice that; the longest between half of <c>most</c> and <c>most</c>.</summary>
    public TimeSpan Next()
    {
        double step = Math.Min(first.TotalSeconds * Math.Pow(2, _troubles + 1), most.TotalSeconds);
        _troubles++;
        return TimeSpan.FromSeconds(step * (0.5 + (random.NextDouble() / 2)));
    }

    public void Reset() => _troubles = 0;
}
