namespace Gateway.Mqtt;

/// <summary>An application message (MQTT 5, section 3.3). Over 3.1.1 the properties are left out.</summary>
public sealed record MqttPublish
{
    public required string Topic { get; init; }

    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>0 or 1. QoS 2 is not spoken: identity in the payload lets the receiver drop repeats.</summary>
    public int QualityOfService { get; init; } = 1;

    public bool Retain { get; init; }

    /// <summary>Set on received messages that the broker sent before.</summary>
    public bool Duplicate { get; init; }

    /// <summary>Whether the payload is UTF-8 text.</summary>
    public bool IsUtf8 { get; init; }

    public string? ContentType { get; init; }

    public string? ResponseTopic { get; init; }

    public ReadOnlyMemory<byte> CorrelationData { get; init; }

    /// <summary>How long the broker may keep the message for an absent subscriber; null for ever. Never set on stored readings.</summary>
    public TimeSpan? MessageExpiry { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> UserProperties { get; init; } = [];
}
