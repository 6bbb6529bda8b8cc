using Gateway.Core.Documents;

namespace Gateway.Core.Buffering;

/// <summary>A database that can be used, and what was wrong before.</summary>
/// <param name="DamagedLog">Null when the log was sound.</param>
/// <param name="IsLogShort">The log has lost its end, or is gone.</param>
/// <param name="SetAside">Why the database that was here could not be used; null when it is.</param>
/// <param name="Holes">What is missing before messages that are there.</param>
internal sealed record RecoveredDatabase(
    SqliteDatabase Database, DamagedLog? DamagedLog, bool IsLogShort, Wording? SetAside, IReadOnlyList<(Lane Lane, long From, long To)> Holes);
