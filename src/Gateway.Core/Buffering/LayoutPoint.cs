namespace Gateway.Core.Buffering;

/// <summary>A point as a stored message knows it.</summary>
/// <param name="Id"><c>device/point</c>.</param>
/// <param name="Every">How often it is read; zero means as often as the bus allows.</param>
/// <param name="Unit">UCUM code; empty for words and states.</param>
public sealed record LayoutPoint(string Id, TimeSpan Every, string Unit);
