namespace Gateway.Mqtt;

/// <summary>What a session has done since it was made, for a health page. Numbers only rise, but for the last ones.</summary>
public sealed record MqttSessionCounters
{
    public long ConnectAttempts { get; init; }

    public long Connects { get; init; }

    /// <summary>PUBLISH packets written for the first time, QoS 0 and 1.</summary>
    public long Published { get; init; }

    /// <summary>PUBLISH packets written again with DUP on a later connection.</summary>
    public long Resent { get; init; }

    /// <summary>PUBACKs that answered a message in flight, whatever their reason code.</summary>
    public long Acknowledged { get; init; }

    /// <summary>Of those, the ones with a reason code of 0x80 and up.</summary>
    public long Rejected { get; init; }

    /// <summary>Acknowledgements of packet identifiers that were not in flight: repeated or invented by the broker, and ignored.</summary>
    public long UnknownAcknowledgements { get; init; }

    /// <summary>Messages in flight when a connection found the session gone.</summary>
    public long SessionLosses { get; init; }

    /// <summary>PUBLISH packets received.</summary>
    public long Received { get; init; }

    /// <summary>QoS 0 messages dropped because nobody read fast enough.</summary>
    public long ReceivedDropped { get; init; }

    /// <summary>QoS 1 messages by which an MQTT 5 broker exceeded our receive maximum; they are taken all the same while there is room for 1,024.</summary>
    public long ReceivedBeyondMaximum { get; init; }

    /// <summary>MQTT bytes written, TLS not counted.</summary>
    public long BytesSent { get; init; }

    public long BytesReceived { get; init; }

    public bool IsConnected { get; init; }

    public int InFlight { get; init; }

    public int Window { get; init; }

    /// <summary>The end of validity of the client certificate last used; null without one.</summary>
    public DateTimeOffset? ClientCertificateExpires { get; init; }
}
