namespace Gateway.Fieldbus.Modbus;

/// <summary>The answer classes a bus can give; kept apart because each has another cause and another cure.</summary>
public enum ModbusOutcome
{
    Ok,

    /// <summary>The server answered with an exception code.</summary>
    Exception,

    /// <summary>Not a single byte came back.</summary>
    NoAnswer,

    /// <summary>Bytes came, but no whole frame before the time-out.</summary>
    Incomplete,

    /// <summary>A frame with a wrong check sum: noise, parity, or two devices on one address.</summary>
    CheckSumError,

    /// <summary>A well-formed frame that is not the answer: other unit, function, length or transaction identifier; on TCP also bytes that are no
    /// frame at all, after which the connection is closed.</summary>
    Mismatch,

    /// <summary>The transport could not be opened, or was lost while waiting.</summary>
    NoConnection,
}
