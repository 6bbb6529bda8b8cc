namespace Gateway.Core.Receiving;

/// <summary>What can be said of one lane in one epoch. Ranges are sequences, both ends included.</summary>
/// <param name="From">Where the proof begins; null when nothing of the lane is to be proven.</param>
/// <param name="To">How far it has to reach.</param>
/// <param name="Missing">Neither here nor explained by the gateway.</param>
/// <param name="Unstated">Not in any manifest that is here.</param>
/// <param name="Broken">Manifests whose chain is another than that of the messages, or that contradict each other.</param>
/// <param name="Conflicting">Identities that came with two contents, of which no manifest says which is right.</param>
/// <param name="Altered">Identities that came with two contents, of which a manifest's chain proves the one that is kept.</param>
/// <param name="Explained">Not here, and the gateway says that it has them no more.</param>
/// <param name="ChainedTo">The last sequence that a recomputed chain covers; 0 when there is none.</param>
/// <param name="IsUnheard">No message of the lane came, and no manifest has said that there is none.</param>
internal sealed record LaneVerdict(
    long? From, long To, IReadOnlyList<(long From, long To)> Missing, IReadOnlyList<(long From, long To)> Unstated,
    IReadOnlyList<(long From, long To)> Broken, IReadOnlyList<(long From, long To)> Conflicting, IReadOnlyList<(long From, long To)> Altered,
    IReadOnlyList<(long From, long To)> Explained, long ChainedTo, bool IsUnheard)
{
    /// <summary>Everything is here or explained, stated by manifests, and the chains agree.</summary>
    public bool IsProven => !IsUnheard && Missing.Count == 0 && Unstated.Count == 0 && Broken.Count == 0 && Conflicting.Count == 0;

    /// <summary>A manifest more would tell what the last ones did not.</summary>
    public bool NeedsManifest => IsUnheard || Unstated.Count > 0;
}
