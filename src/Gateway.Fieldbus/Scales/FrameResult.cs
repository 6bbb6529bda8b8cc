namespace Gateway.Fieldbus.Scales;

/// <summary>What the bytes received begin with.</summary>
public enum FrameResult
{
    /// <summary>The beginning of a frame, or nothing: read more, call again. Nothing is consumed.</summary>
    NeedMore,

    /// <summary>Bytes that belong to no frame; they are consumed up to where one may begin.</summary>
    Garbage,

    /// <summary>A frame with a wrong check sum. Only its first byte is consumed: the next good frame may begin within it.</summary>
    CheckSumError,

    /// <summary>A frame that says what the scale weighs, or why it cannot.</summary>
    Report,

    /// <summary>The device's error answer to a command; the report holds its code.</summary>
    Refused,

    /// <summary>A good frame that is no weight: an acknowledgement, an echo, a text such as a serial number.</summary>
    Answer,
}
