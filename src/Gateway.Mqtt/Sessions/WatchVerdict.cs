namespace Gateway.Mqtt.Sessions;

/// <summary>What the time that has passed asks for.</summary>
internal enum WatchVerdict
{
    Nothing,
    Ping,
    NoPingResponse,
    NoAcknowledgement,
    WriteBlocked,

    /// <summary>We have said goodbye and the broker has not closed.</summary>
    FarewellIsOver,
}
