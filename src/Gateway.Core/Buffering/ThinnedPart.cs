namespace Gateway.Core.Buffering;

/// <summary>What is kept of some messages.</summary>
/// <param name="Removed">Readings that are not in it.</param>
internal sealed record ThinnedPart(IReadOnlyList<ThinnedBody> Bodies, long Removed);
