using Gateway.Core.Documents;

namespace Gateway.Core.Buffering;

/// <summary>What was found when the store was opened.</summary>
/// <param name="HasHistory">The database knows an epoch: it is not one just made.</param>
/// <param name="Database">The database's id.</param>
/// <param name="Next">Per lane, by the database.</param>
/// <param name="Witness">What the witness file says; null when there is none, or none sound.</param>
/// <param name="Known">Per lane, the next sequence by what else is known: what this process had been told was durable, and what bookmarks have passed.</param>
/// <param name="DamagedLog">Null when the log was sound.</param>
/// <param name="IsLogShort">The log has lost its end, or is gone.</param>
/// <param name="Holes">What is missing before messages that are there.</param>
/// <param name="SetAside">Why the database that was there could not be used, and where it is now; null when it could.</param>
internal sealed record LossEvidence(
    bool HasHistory, Guid Database, IReadOnlyList<long> Next, Witness? Witness, IReadOnlyList<long>? Known, DamagedLog? DamagedLog,
    bool IsLogShort, IReadOnlyList<(Lane Lane, long From, long To)> Holes, Wording? SetAside);
