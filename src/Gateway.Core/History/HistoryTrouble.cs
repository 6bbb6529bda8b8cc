namespace Gateway.Core.History;

/// <summary>Something of history that could not be read; what lies beside it could.</summary>
/// <param name="Path">The file.</param>
/// <param name="Hour">The UTC hour's beginning, when only that hour is concerned.</param>
/// <param name="Point">The point, when only that one is.</param>
/// <param name="Reason">What SQLite or the check sum said, in English.</param>
public sealed record HistoryTrouble(string Path, DateTimeOffset? Hour, string? Point, string Reason);
