namespace Gateway.Core.Alarms;

/// <summary>The base states of ANSI/ISA-18.2-2016 (letters A to D of its state diagram). The numbers are stored; never reuse one.</summary>
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
}
