using Gateway.Core.Documents;

namespace Gateway.Core.History;

/// <summary>Something of history that could not be read; what lies beside it could.</summary>
/// <param name="Path">The file.</param>
/// <param name="Hour">The UTC hour's beginning, when only that hour is concerned.</param>
/// <param name="Point">The point, when only that one is.</param>
/// <param name="Reason">What SQLite (in English) or the check sum said.</param>
public sealed record HistoryTrouble(string Path, DateTimeOffset? Hour, string? Point, Wording Reason)
{
    /// <summary>Readings of an hour that are not those that were written.</summary>
    internal static HistoryTrouble WrongCheckSum(string path, long hour, string point) => new(
        path, DateTimeOffset.FromUnixTimeMilliseconds(Hours.StartMs(hour)), point, ("the check sum of the readings is wrong", "读数的校验和错误"));
}
