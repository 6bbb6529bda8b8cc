namespace Gateway.Mqtt;

/// <summary>How an attempt to connect ended.</summary>
public enum MqttConnectOutcome
{
    Connected,

    /// <summary>CONNACK or DISCONNECT with a reason code.</summary>
    Refused,

    /// <summary>No address, no route, connection refused, or it took too long.</summary>
    Unreachable,

    /// <summary>The TLS handshake failed: certificate, host name, date, protocol.</summary>
    TlsFailed,

    /// <summary>The broker broke the protocol, or said nothing in time.</summary>
    ProtocolError,
}
