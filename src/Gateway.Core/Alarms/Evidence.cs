namespace Gateway.Core.Alarms;

/// <summary>What one sample says about a condition.</summary>
internal enum Evidence
{
    /// <summary>Nothing: the sample is Bad or has no number. It neither raises nor clears.</summary>
    Unknown,

    /// <summary>The condition holds.</summary>
    Present,

    /// <summary>The condition is gone, by the dead band if there is one.</summary>
    Absent,

    /// <summary>Inside the limit, but not by the dead band: whatever was, stays.</summary>
    WithinDeadband,
}
