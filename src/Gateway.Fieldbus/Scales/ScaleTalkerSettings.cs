namespace Gateway.Fieldbus.Scales;

/// <summary>How a simulated scale talks.</summary>
public sealed record ScaleTalkerSettings
{
    /// <summary>How often a stream has a frame; zero for a scale that only answers.</summary>
    public TimeSpan StreamEvery { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The scales that answer on this bus; empty for a single one without an address.</summary>
    public IReadOnlyList<int> Addresses { get; init; } = [];

    /// <summary>What the scale says of its firmware when it is asked in its protocol's words; null for one that does not answer that.</summary>
    public string? Version { get; init; }
}
