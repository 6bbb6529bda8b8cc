using Gateway.Core.Documents;

namespace Gateway.Core.Buffering;

/// <summary>What opening the store found.</summary>
/// <param name="Epoch">The incarnation in force: 8 characters of lower-case base32, random.</param>
/// <param name="Epochs">All epochs known, oldest first; the last is the one in force.</param>
/// <param name="Boot">This process start, counted from 1.</param>
/// <param name="IsNew">There was no store before.</param>
/// <param name="EndedCleanly">Whether the boot before closed the store; true for a new store.</param>
/// <param name="Loss">When something stored is missing: what and why, for a person and for the alarm; null when all is there.</param>
public sealed record StoreOpening(string Epoch, IReadOnlyList<string> Epochs, int Boot, bool IsNew, bool EndedCleanly, Wording? Loss);
