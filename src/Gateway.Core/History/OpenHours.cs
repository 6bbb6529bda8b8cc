namespace Gateway.Core.History;

/// <summary>The hours to which readings may still come: the one that runs, and for a little while the one before. All others are over, also later ones
/// that a clock's jump has made.</summary>
internal readonly record struct OpenHours(long First, long Last)
{
    // Readings wait up to a minute for their group to be stored.
    private const long GraceMs = 70_000;

    public static OpenHours None => new(0, -1);

    public static OpenHours At(long nowMs) => new(Hours.Of(nowMs - GraceMs), Hours.Of(nowMs));

    public bool Contains(long hour) => First <= hour && hour <= Last;
}
