using Gateway.Core.Documents;

namespace Gateway.Core.Buffering;

/// <summary>What follows from the evidence.</summary>
/// <param name="NeedsEpoch">Continuity cannot be guaranteed, or there is no epoch yet.</param>
/// <param name="Next">Per lane: where numbers go on. Never below one that was given out, as far as anything knows.</param>
/// <param name="Missing">Ranges that were stored and are not there.</param>
/// <param name="Loss">For a person; null when nothing is missing.</param>
internal sealed record LossVerdict(bool NeedsEpoch, IReadOnlyList<long> Next, IReadOnlyList<(Lane Lane, long From, long To)> Missing, Wording? Loss);
