namespace Gateway.Core.Commissioning;

/// <summary>What a unit's answer, or its absence, says about who is there.</summary>
internal enum ScanAnswer
{
    /// <summary>Not a byte: nobody, or nobody at these settings.</summary>
    Silence,

    /// <summary>A gateway said that there is nobody (exception 0A or 0B).</summary>
    GatewaySaysNobody,

    /// <summary>Bytes without a good check sum: a device at nearly these settings, or two with one address.</summary>
    Damaged,

    /// <summary>A good frame that is not the answer: another client or another unit on the line.</summary>
    Foreign,

    /// <summary>The device refused: it is there.</summary>
    Refused,

    /// <summary>Data.</summary>
    Ok,

    /// <summary>The connection was lost.</summary>
    NoBus,
}
