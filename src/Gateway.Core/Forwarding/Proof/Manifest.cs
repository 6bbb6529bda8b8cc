using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>What a manifest states of one lane in one epoch: what there is between two sequences, so that a platform can prove that it has it.</summary>
/// <param name="First">First sequence that the chain covers in this epoch.</param>
/// <param name="From">First sequence of this manifest: one more than the last of the one before.</param>
/// <param name="To">Last sequence; <c>From - 1</c> when nothing was sealed since.</param>
/// <param name="Messages">Messages in the chain.</param>
/// <param name="FirstMs">When the first was sealed; 0 when there is none.</param>
/// <param name="Coverage">Per point, by its id; empty for lanes without readings.</param>
/// <param name="Unchained">Sequences between From and To that could not be read, and so are not in the chain.</param>
/// <param name="Before">The chain's head before From.</param>
/// <param name="Head">The chain's head after To.</param>
/// <param name="Closes">The epoch is over: no message of it follows.</param>
internal sealed record Manifest(
    Lane Lane, string Epoch, long First, long From, long To, long Messages, long Readings, long FirstMs, long LastMs,
    IReadOnlyDictionary<string, PointCoverage> Coverage, IReadOnlyList<(long From, long To)> Unchained, string Before, string Head, bool Closes)
{
    /// <summary>Where the count of readings goes on.</summary>
    public required long AtMs { get; init; }
}
