using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>The topic names under a feed's root.</summary>
/// <param name="root">For example <c>envgw1/acme/nt-h07</c>; no trailing slash.</param>
internal sealed class FeedTopics(string root)
{
    private readonly string[] _lanes = [.. LaneText.All.Select(lane => $"{root}/data/{LaneText.Of(lane)}")];

    public string Status { get; } = $"{root}/status";

    public string Birth { get; } = $"{root}/birth";

    public string OfLane(Lane lane) => _lanes[(int)lane];

    /// <param name="digest">SHA-256 of the descriptor in hex; the first eight digits name it.</param>
    public string Descriptor(string digest) => $"{root}/desc/{digest[..8]}";

    /// <param name="chunk">Counted from 0.</param>
    public string DescriptorChunk(string digest, int chunk) => $"{Descriptor(digest)}/{chunk}";
}
