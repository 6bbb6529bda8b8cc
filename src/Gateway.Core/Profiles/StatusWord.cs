using Gateway.Core.Readings;

namespace Gateway.Core.Profiles;

/// <summary>A register that judges points of its device.</summary>
/// <param name="Reference">The word.</param>
/// <param name="Rules">All that match apply; the least trustworthy quality wins.</param>
/// <param name="Otherwise">For an enumeration: the quality when no rule matches; null when no match means Good.</param>
/// <param name="Points">Names of the points it judges; empty for all points of the device.</param>
public sealed record StatusWord(RegisterReference Reference, IReadOnlyList<QualityRule> Rules, Quality? Otherwise, IReadOnlyList<string> Points)
{
    /// <summary>The same in a device whose byte order is another.</summary>
    internal StatusWord In(ByteOrder order) => this with { Reference = Reference.In(order) };
}
