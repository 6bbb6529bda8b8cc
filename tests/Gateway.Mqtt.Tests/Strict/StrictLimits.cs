namespace Gateway.Mqtt.Tests.Strict;

/// <summary>What a strict broker allows its clients, and says in CONNACK.</summary>
internal sealed record StrictLimits
{
    public int ReceiveMaximum { get; init; } = 2;

    /// <summary>In bytes, fixed header included.</summary>
    public int MaximumPacketSize { get; init; } = 256;

    public int TopicAliasMaximum { get; init; } = 2;

    public int MaximumQualityOfService { get; init; } = 1;

    public bool RetainAvailable { get; init; } = true;
}
