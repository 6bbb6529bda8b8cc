namespace Gateway.Fieldbus.Scales;

/// <summary>What became of a wait for a scale's weight; kept apart because each has another cause and another cure.</summary>
public enum ScaleOutcome
{
    Ok,

    /// <summary>The device refused the command; the report holds its code.</summary>
    Refused,

    /// <summary>Not a single byte came in time.</summary>
    NoAnswer,

    /// <summary>Bytes came, but no frame of this protocol: other settings of the line, another protocol, half a frame.</summary>
    Garbage,

    /// <summary>Frames came, but with wrong check sums.</summary>
    CheckSumError,

    /// <summary>Good frames came, but of another scale, of another command, or in two units.</summary>
    Mismatch,

    /// <summary>The transport could not be opened, or was lost while waiting.</summary>
    NoConnection,
}
