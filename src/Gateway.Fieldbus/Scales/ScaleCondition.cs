namespace Gateway.Fieldbus.Scales;

/// <summary>What a scale says of its own weighing. From <see cref="OverRange"/> on a report carries no weight.</summary>
public enum ScaleCondition
{
    Ok,

    /// <summary>The display is held: the weight is one of before.</summary>
    Held,

    /// <summary>The zero has not been captured since power-up: the weight has an unknown offset.</summary>
    ZeroNotCaptured,

    /// <summary>More than the scale can weigh.</summary>
    OverRange,

    /// <summary>Less than the scale can show.</summary>
    UnderRange,

    /// <summary>Over or under range: the frame does not say which.</summary>
    OutOfRange,

    /// <summary>A stable weight was asked for, and there was none in time.</summary>
    NoStability,

    /// <summary>The command could not be carried out now: the device is busy, or it found no stable weight in time, and does not say which.</summary>
    NotNow,

    /// <summary>The device reports a fault of its own; the report carries its code.</summary>
    Error,
}
