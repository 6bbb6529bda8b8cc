namespace Gateway.Core.Buffering;

/// <summary>What the store had made durable at some moment, kept beside the database to tell whether the database lost something.</summary>
/// <param name="Counter">Greater than that of the witness before.</param>
/// <param name="Database">The database's own random id.</param>
/// <param name="Oldest">Per lane: the oldest sequence still kept.</param>
/// <param name="Next">Per lane: the sequence that comes next.</param>
/// <param name="WallMs">When it was written, by the wall clock.</param>
/// <param name="LogBytes">How long the log was then, as <see cref="LogRules"/> says; 0 when it may be empty.</param>
internal sealed record Witness(long Counter, Guid Database, string Epoch, int Boot, IReadOnlyList<long> Oldest, IReadOnlyList<long> Next, long WallMs, uint LogBytes = 0);
