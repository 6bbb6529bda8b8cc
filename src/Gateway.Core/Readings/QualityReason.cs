namespace Gateway.Core.Readings;

/// <summary>Why a reading is not Good. A closed list: profiles, feeds and pages use these and no others. The numbers are stored; never reuse one.</summary>
public enum QualityReason : byte
{
    None = 0,

    /// <summary>Not asked yet since the gateway started.</summary>
    Startup = 1,

    /// <summary>The unit did not answer in time.</summary>
    Timeout = 2,

    /// <summary>The answer's check sum was wrong, or no frame could be made of the bytes.</summary>
    CheckSum = 3,

    /// <summary>The unit answered with an exception code.</summary>
    Exception = 4,

    /// <summary>An answer came that does not belong to the request.</summary>
    Mismatch = 5,

    /// <summary>There is no way to the bus: port gone, connection refused.</summary>
    CommFailure = 6,

    /// <summary>Outside the range that the point can have.</summary>
    OutOfRange = 7,

    /// <summary>The device says its sensor is at fault, or sent a value that means "no value".</summary>
    SensorFault = 8,

    Calibrating = 9,

    CalibrationDue = 10,

    Maintenance = 11,

    /// <summary>Older than the point's stale limit.</summary>
    Stale = 12,

    /// <summary>Unchanged for longer than a living sensor stays unchanged.</summary>
    Stuck = 13,

    /// <summary>Switched off at the device or by the configuration.</summary>
    Disabled = 14,

    Estimated = 15,

    /// <summary>Entered by a person.</summary>
    Manual = 16,

    /// <summary>The device has no sensor assigned to this place.</summary>
    NotAssigned = 17,

    /// <summary>The wall clock was not trustworthy when the reading was taken.</summary>
    ClockUnsure = 18,

    /// <summary>A register that gives this value its meaning (status, decimals, unit) could not be read or makes no sense.</summary>
    Unexplained = 19,

    /// <summary>The device is not the one its profile describes.</summary>
    WrongDevice = 20,

    /// <summary>A weight that is still moving.</summary>
    Unstable = 21,

    /// <summary>The device answers, and says that it has no new measurement yet.</summary>
    NotReady = 22,

    /// <summary>The unit, or the meaning, is a setting of the device that no register explains and nobody has confirmed.</summary>
    Unconfirmed = 23,
}
