namespace Gateway.Mqtt;

/// <summary>What a session needs to know. The defaults are those measured to suit a gateway; every span is more than zero.</summary>
public sealed record MqttSessionOptions
{
    /// <summary>Name or address of the broker. Each address that a name has is tried in turn.</summary>
    public required string Host { get; init; }

    public int Port { get; init; } = 1883;

    /// <summary>Null for a plain connection.</summary>
    public MqttTlsOptions? Tls { get; init; }

    /// <summary>Absolute path, with a query if any, at which the broker speaks MQTT over WebSocket; null for MQTT directly over TCP or TLS.</summary>
    public string? WebSocketPath { get; init; }

    /// <summary>Unique at the broker; empty lets an MQTT 5 broker choose one, which is then kept.</summary>
    public required string ClientIdentifier { get; init; }

    public string? UserName { get; init; }

    /// <summary>Asked at each connect, so that the password is not kept here and can change; null for none. At most 65,535 bytes.</summary>
    public Func<ReadOnlyMemory<byte>>? Password { get; init; }

    public MqttWill? Will { get; init; }

    /// <summary>Asked at each connect, in place of <see cref="Will"/>: for a will that names the connection it belongs to.</summary>
    public Func<MqttWill>? WillOfConnection { get; init; }

    /// <summary>The longest silence of ours, 1 to 65,535 seconds; the broker may impose another. PINGREQ goes out after three quarters of it.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the broker keeps the session after a connection has ended; zero not at all.</summary>
    /// <remarks>3.1.1 has no such time: the session is kept when this is more than zero.</remarks>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether the first connection of this session object discards what the broker holds from before (Clean Start).</summary>
    /// <remarks>
    /// 3.1.1 cannot begin clean and be kept, so that there a connection of its own does it, just before. A later connection begins clean only when the
    /// broker has left CONNECT without an answer eight times in a row.
    /// </remarks>
    public bool CleanStartFirst { get; init; } = true;

    /// <summary>QoS 1 messages that the broker may send before we acknowledge, 1 to 1,000. 3.1.1 cannot say it.</summary>
    /// <remarks>A broker that exceeds it is counted, and left with reason 0x93 when 1,024 messages wait to be read.</remarks>
    public int ReceiveMaximum { get; init; } = 16;

    /// <summary>The largest packet we accept, in bytes, 128 to 16 MiB; a larger one ends the connection, unread.</summary>
    public int MaximumPacketSize { get; init; } = 256 * 1024;

    /// <summary>QoS 1 messages that we may leave unanswered, 1 to 30,000; the broker's receive maximum may make it less.</summary>
    public int Window { get; init; } = 32;

    /// <summary>Topic names that we may send as a number, 0 to 65,535, where the broker's topic alias maximum allows it; zero for none.</summary>
    public int TopicAliasMaximum { get; init; } = 64;

    public MqttProtocolPreference Protocol { get; init; } = MqttProtocolPreference.Version5ThenVersion311;

    /// <summary>For each address: from the socket to CONNACK, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the broker may make no progress with acknowledgements while it owes some. The only cure is a new connection [MQTT-4.4.0-1].</summary>
    public TimeSpan AcknowledgementTimeout { get; init; } = TimeSpan.FromSeconds(20);

    public TimeSpan PingResponseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one write may wait for a broker that does not read.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(20);
}
