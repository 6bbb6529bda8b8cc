namespace Gateway.Core.History;

/// <summary>A span of time of one point, drawn together.</summary>
/// <param name="FromMs">Where it begins: UTC milliseconds since 1970. It ends where the next begins.</param>
/// <param name="Count">Readings in it, whatever their quality; 0 where there is nothing.</param>
/// <param name="Good">Those of quality Good.</param>
/// <param name="Minimum">Least of the good values, booleans as 0 and 1; null when there is none.</param>
/// <param name="Mean">Each good reading counts alike, however far it is from the next.</param>
public readonly record struct HistoryBucket(long FromMs, int Count, int Good, double? Minimum, double? Maximum, double? Mean)
{
    /// <summary>How much of it can be trusted: good readings of all, 0 to 1; null when there are none.</summary>
    public double? GoodShare => Count == 0 ? null : (double)Good / Count;
}
