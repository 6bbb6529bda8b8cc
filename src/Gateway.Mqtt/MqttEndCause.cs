namespace Gateway.Mqtt;

/// <summary>Who ended a connection, and over what.</summary>
public enum MqttEndCause
{
    /// <summary>There has been no connection yet.</summary>
    NeverConnected,

    /// <summary>We were asked to disconnect.</summary>
    Disconnected,

    /// <summary>The session was disposed of with its connection open: the broker publishes the will.</summary>
    Disposed,

    /// <summary>The broker sent DISCONNECT.</summary>
    BrokerDisconnected,

    /// <summary>The broker closed the connection and said nothing.</summary>
    BrokerClosed,

    /// <summary>Reset, unreachable, or another error of the network or of TLS.</summary>
    NetworkFailed,

    /// <summary>The broker sent something that MQTT forbids; we told it the reason code.</summary>
    BrokerBrokeProtocol,

    /// <summary>No PINGRESP in time.</summary>
    NoPingResponse,

    /// <summary>No acknowledgement in time while some were owed.</summary>
    NoAcknowledgement,

    /// <summary>The broker did not read what we wrote.</summary>
    WriteBlocked,
}
