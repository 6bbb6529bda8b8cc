namespace Gateway.Mqtt.Packets;

/// <summary>SUBSCRIBE (MQTT 5, section 3.8).</summary>
internal sealed record SubscribePacket(ushort PacketIdentifier, IReadOnlyList<TopicSubscription> Subscriptions, PacketProperties Properties) : IMqttPacket
{
    public void WriteTo(PacketBuffer buffer, ProtocolVersion version)
    {
        int mark = buffer.BeginPacket(PacketType.Subscribe, 0x02);
        buffer.WriteUInt16(PacketIdentifier);
        if (version == ProtocolVersion.V5) Properties.WriteTo(buffer);
        foreach (var subscription in Subscriptions)
        {
            buffer.WriteString(subscription.TopicFilter);
            buffer.WriteByte(subscription.OptionsFor(version));
        }
        buffer.EndPacket(mark);
    }

    public static bool TryRead(PacketFrame frame, ProtocolVersion version, out SubscribePacket packet, out PacketFault? fault)
    {
        var reader = new PacketReader(frame.Body.Span);
        ushort identifier = reader.ReadPacketIdentifier();
        var properties = version == ProtocolVersion.V5 ? PacketProperties.Read(ref reader, PropertyCarriers.Subscribe) : PacketProperties.None;
        if (reader.Remaining == 0) reader.Fail(MqttReasonCode.ProtocolError, "SUBSCRIBE without a topic filter");   // [MQTT-3.8.3-2]
        var subscriptions = new List<TopicSubscription>();
        while (reader.Remaining > 0)
        {
            var subscription = new TopicSubscription(reader.ReadString(), reader.ReadByte());
            if (!subscription.IsPermitted(version)) reader.Fail(MqttReasonCode.MalformedPacket, "a topic filter or its options are not valid");
            subscriptions.Add(subscription);
        }
        packet = new SubscribePacket(identifier, subscriptions, properties);
        bool read = reader.Ended();
        fault = reader.Fault;
        return read;
    }
}
