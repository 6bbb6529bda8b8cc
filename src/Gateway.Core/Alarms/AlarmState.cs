namespace Gateway.Core.Alarms;

/// <summary>The states of ANSI/ISA-18.2-2016 that are offered: the base states A to D, and E, which lies over one of them. The numbers are stored; never reuse
/// one.</summary>
public enum AlarmState : byte
{
    /// <summary>A: no condition, nothing to acknowledge.</summary>
    Normal = 0,

    /// <summary>B: the condition holds and nobody has acknowledged.</summary>
    Unacknowledged = 1,

    /// <summary>C: the condition holds, somebody has seen it.</summary>
    Acknowledged = 2,

    /// <summary>D: the condition is gone, nobody has acknowledged.</summary>
    ReturnedUnacknowledged = 3,

    /// <summary>E: out of sight for a while by a person's wish. Only ever shown and never a base state.</summary>
    Shelved = 4,
}
