using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Profiles;

/// <summary>How a scale speaks: its protocol, and what the protocol leaves to the device's menu.</summary>
public sealed record ScaleModel
{
    /// <summary>One of <see cref="ScaleProtocols.Names"/>; checked together with the options.</summary>
    public required string Protocol { get; init; }

    /// <summary>The one way in which this scale is brought to talk.</summary>
    public required ScaleModes Mode { get; init; }

    public required ScaleOptions Options { get; init; }

    /// <summary>When a weight counts as stable; null where the frame says it, or nobody does.</summary>
    public WeightStability? Stability { get; init; }

    /// <summary>Whether several such scales can share a bus.</summary>
    public bool IsAddressed => Mode == ScaleModes.Addressed;
}
