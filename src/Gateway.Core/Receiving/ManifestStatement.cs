using System.Text.Json;
using Gateway.Core.Buffering;

namespace Gateway.Core.Receiving;

/// <summary>What a manifest states of one lane in one epoch. Made of JSON that its schema has passed.</summary>
/// <param name="First">First sequence that the chain covers in this epoch.</param>
/// <param name="To">Last sequence; one less than <paramref name="From"/> when nothing was sealed since the manifest before.</param>
/// <param name="Before">Head of the chain before the first message, in hex.</param>
/// <param name="Head">Head after the last.</param>
/// <param name="Unchained">Sequences that the gateway could not read any more; they are not in the chain.</param>
/// <param name="Closes">The epoch has ended.</param>
internal sealed record ManifestStatement(
    Lane Lane, string Epoch, long First, long From, long To, string Before, string Head, IReadOnlyList<(long From, long To)> Unchained, bool Closes)
{
    /// <param name="manifest">The member <c>manifest</c> of a message, or one of an answer's <c>manifests</c>.</param>
    /// <returns>Null when it is a further part, which states nothing of the chain.</returns>
    public static ManifestStatement? Of(JsonElement manifest)
    {
        if (manifest.GetProperty("part").GetInt64() != 1) return null;
        _ = LaneText.TryParse(manifest.GetProperty("of").GetString()!, out var lane);
        return new ManifestStatement(
            lane, manifest.GetProperty("epoch").GetString()!, manifest.GetProperty("first").GetInt64(), manifest.GetProperty("from").GetInt64(),
            manifest.GetProperty("to").GetInt64(), manifest.GetProperty("chain_before").GetString()!,
            manifest.GetProperty("chain").GetString()!, RangesIn(manifest.GetProperty("unchained")), manifest.GetProperty("closes").GetBoolean());
    }

    /// <summary>Pairs [from, to].</summary>
    public static IReadOnlyList<(long From, long To)> RangesIn(JsonElement pairs) =>
        [.. pairs.EnumerateArray().Select(pair => (pair[0].GetInt64(), pair[1].GetInt64()))];

    /// <summary>Whether it says the same; lists are compared by what is in them.</summary>
    public bool SaysSameAs(ManifestStatement other) => this with { Unchained = other.Unchained } == other && Unchained.SequenceEqual(other.Unchained);
}
