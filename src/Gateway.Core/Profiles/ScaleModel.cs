using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Profiles;

/// <summary>How a scale speaks: its protocol, and what the protocol leaves to the device's menu.</summary>
public sealed record ScaleModel
{
    /// <summary>One of <see cref="ScaleProtocols.Names"/>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The one way in which this scale is brought to talk.</summary>
    public required ScaleModes Mode { get; init; }

    public required ScaleOptions Options { get; init; }

    /// <summary>Lowest address that the scale can be given; for an addressed scale only.</summary>
    public byte LowestAddress { get; init; }

    /// <summary>Highest address that the scale can be given.</summary>
    public byte HighestAddress { get; init; } = 99;

    /// <summary>How far a weight may move while it counts as stable, and for how long; null where the frame says it, or nobody does.</summary>
    public WeightStability? Stability { get; init; }

    /// <summary>Whether several such scales can share a bus.</summary>
    public bool IsAddressed => Mode == ScaleModes.Addressed;
}
