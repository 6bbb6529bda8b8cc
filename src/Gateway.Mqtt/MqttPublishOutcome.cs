namespace Gateway.Mqtt;

/// <summary>How a publish ended.</summary>
public enum MqttPublishOutcome
{
    /// <summary>The broker answered; the reason code says what.</summary>
    Answered,

    /// <summary>There was no connection; nothing was written.</summary>
    NotSent,

    /// <summary>Written, but the broker lost the session before it answered.</summary>
    SessionLost,

    /// <summary>Larger than the broker's maximum packet size; nothing was written.</summary>
    TooLarge,
}
