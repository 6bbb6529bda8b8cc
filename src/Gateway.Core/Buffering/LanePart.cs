namespace Gateway.Core.Buffering;

/// <summary>A range of a lane's messages.</summary>
/// <param name="From">First sequence.</param>
/// <param name="To">Last sequence.</param>
/// <param name="Readings">How many readings they hold.</param>
/// <param name="AgeMs">The age clock when the last of them was stored.</param>
public readonly record struct LanePart(long From, long To, long Readings, long AgeMs = 0);
