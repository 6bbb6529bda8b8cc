namespace Gateway.Core.Site;

/// <summary>Which readings a feed gets. Everything is stored whatever a feed gets.</summary>
/// <param name="None">No readings at all: an alarm-only feed.</param>
/// <param name="Every">Null for every reading; otherwise at least one a point in each such span of UTC time.</param>
/// <param name="OnChange">With a span: also each reading whose value or quality differs from the one before.</param>
public sealed record ReadingSelection(bool None, TimeSpan? Every, bool OnChange)
{
    public static ReadingSelection All { get; } = new(false, null, true);
}
