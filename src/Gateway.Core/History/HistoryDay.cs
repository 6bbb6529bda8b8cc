namespace Gateway.Core.History;

/// <summary>A UTC day that history has a file of.</summary>
/// <param name="Bytes">What its file takes on disk, its log included.</param>
public readonly record struct HistoryDay(DateOnly Day, long Bytes);
