namespace Gateway.Mqtt;

/// <summary>What a broker allows on a connection (MQTT 5, section 3.2.2.3).</summary>
public sealed record MqttLimits
{
    public static MqttLimits Unstated { get; } = new();

    /// <summary>QoS 1 messages that may be unanswered at once.</summary>
    public int ReceiveMaximum { get; init; } = 65535;

    /// <summary>The largest packet accepted, in bytes, fixed header included; null when not stated.</summary>
    public int? MaximumPacketSize { get; init; }

    public int MaximumQualityOfService { get; init; } = 2;

    public bool RetainAvailable { get; init; } = true;

    public int TopicAliasMaximum { get; init; }

    public TimeSpan KeepAlive { get; init; }

    /// <summary>5 or 4 (3.1.1): the protocol version in use.</summary>
    public int ProtocolVersion { get; init; } = 5;

    /// <summary>The identifier the broker gave, or ours.</summary>
    public string ClientIdentifier { get; init; } = "";
}
