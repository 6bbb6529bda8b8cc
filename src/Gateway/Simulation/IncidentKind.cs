namespace Gateway.Simulation;

/// <summary>What can go wrong at a simulated site.</summary>
internal enum IncidentKind
{
    /// <summary>A point goes to a value and comes back.</summary>
    Value,

    /// <summary>A bin gains weight and keeps it.</summary>
    Gain,

    /// <summary>A unit does not answer.</summary>
    Silent,

    /// <summary>A point shows one value from the beginning to the end, without noise: somebody has put the probe into a buffer.</summary>
    Hold,
}
