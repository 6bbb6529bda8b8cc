namespace Gateway.Core.Alarms;

/// <summary>What an alarm watches. The first four judge a point's value, the others a device.</summary>
public enum AlarmKind : byte
{
    HighHigh,
    High,
    Low,
    LowLow,

    /// <summary>The device does not answer.</summary>
    CommFailure,

    /// <summary>A point of the device has had no new reading for longer than its stale limit.</summary>
    Stale,

    /// <summary>A point of the device reads Bad although the device answers.</summary>
    BadQuality,
}
