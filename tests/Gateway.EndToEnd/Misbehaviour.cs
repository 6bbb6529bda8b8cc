namespace Gateway.EndToEnd;

/// <summary>What a Modbus server can do wrong.</summary>
internal enum Misbehaviour
{
    None,

    /// <summary>Takes requests and answers none.</summary>
    Silence,

    /// <summary>Bytes that are no Modbus.</summary>
    Garbage,

    /// <summary>Answers a request when the next one comes.</summary>
    Lateness,

    /// <summary>More registers than were asked for.</summary>
    TooMuch,

    /// <summary>Says to be longer than it is.</summary>
    TooShort,

    WrongUnit,

    WrongTransaction,

    /// <summary>Exception 02, illegal data address.</summary>
    RefusedAddress,

    /// <summary>Exception 06, server device busy.</summary>
    Busy,

    /// <summary>Ends the connection instead of answering.</summary>
    HangsUp,
}
