namespace Gateway.Mqtt.Packets;

/// <summary>A topic filter with its subscription options as SUBSCRIBE carries them (MQTT 5, section 3.8.3.1).</summary>
internal readonly record struct TopicSubscription(string TopicFilter, byte Options)
{
    private const byte RetainHandlingNever = 2 << 4;

    // MQTT 3.1.1, section 3.8.3: only the QoS exists.
    private const byte OptionsOf311 = 0x03;

    public static TopicSubscription Of(MqttSubscription subscription) =>
        new(subscription.TopicFilter, (byte)(subscription.QualityOfService | (subscription.SkipRetained ? RetainHandlingNever : 0)));

    public byte OptionsFor(ProtocolVersion version) => version == ProtocolVersion.V5 ? Options : (byte)(Options & OptionsOf311);

    public bool IsPermitted(ProtocolVersion version)
    {
        int reserved = version == ProtocolVersion.V5 ? 0xC0 : 0xFC;
        return (Options & 0x03) != 0x03 && (Options & reserved) == 0 && (Options & 0x30) != 0x30 && MqttTopic.IsFilter(TopicFilter);
    }
}
