namespace Gateway.Core.Alarms;

/// <summary>What an alarm watches. The first four judge a point's value, the last the gateway itself, the others a device.</summary>
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

    /// <summary>Another device than the profile describes answers: one of the profile's identity checks failed.</summary>
    ProfileMismatch,

    /// <summary>The device has firmware for which the profile was not written, or does not tell which it has.</summary>
    FirmwareMismatch,

    /// <summary>Something that was stored is gone: a damaged disk, a deleted file, an older copy in its place.</summary>
    StoreLoss,
}
