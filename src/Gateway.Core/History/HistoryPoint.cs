namespace Gateway.Core.History;

/// <summary>A point as history knows it: by its id, whatever number it had in which layout.</summary>
/// <param name="Id"><c>device/point</c>.</param>
/// <param name="Unit">UCUM code when it was last taken; empty for words and states.</param>
public sealed record HistoryPoint(string Id, string Unit);
