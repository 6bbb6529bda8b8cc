using Gateway.Core.Documents;

namespace Gateway.Core.History;

/// <summary>History at one moment, for pages and commands.</summary>
/// <param name="Days">Days that have a file.</param>
/// <param name="Oldest">The oldest of them; null when there is none.</param>
/// <param name="SizeBytes">What all files take on disk.</param>
/// <param name="TakenThrough">Last sequence of the live lane that is wholly in history.</param>
/// <param name="Waiting">Messages of the live lane that are not: as a rule those of the last ten minutes.</param>
/// <param name="SetAside">Day files found damaged and set aside since the start.</param>
/// <param name="LastError">Why readings cannot be taken now, for a person; null while they can.</param>
public sealed record HistorySnapshot(int Days, DateOnly? Oldest, long SizeBytes, long TakenThrough, long Waiting, int SetAside, Wording? LastError)
{
    /// <summary>Days found damaged or missing since the start, the last of them, oldest first.</summary>
    public IReadOnlyList<HistoryDamage> Damaged { get; init; } = [];
}
