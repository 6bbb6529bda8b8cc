namespace Gateway.Mqtt;

/// <summary>Why a connection ended.</summary>
/// <param name="Reason">The reason code that was received, or that we sent.</param>
/// <param name="ByBroker">Whether the broker said DISCONNECT; false when we closed or the network did.</param>
/// <param name="Detail">For a person.</param>
public sealed record MqttConnectionEnd(MqttReasonCode Reason, bool ByBroker, string Detail)
{
    /// <summary>The same for a program.</summary>
    public MqttEndCause Cause { get; init; }
}
