namespace Gateway.Core.Forwarding.Proof;

/// <summary>How many readings of a point there should have been, and how many there were.</summary>
/// <param name="Expected">What its read interval asks for in the time that the manifest covers, the time the gateway was off included; never less than there
/// were.</param>
/// <param name="Good">With quality Good.</param>
/// <param name="NotGood">Uncertain or Bad: asked for, and answered with a reason.</param>
internal readonly record struct PointCoverage(long Expected, long Good, long NotGood);
