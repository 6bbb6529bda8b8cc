namespace Gateway.Mqtt.Packets;

/// <summary>PUBLISH (MQTT 5, section 3.3): an application message and what only the wire knows of it.</summary>
/// <param name="Message">The message; its Duplicate is the DUP flag.</param>
/// <param name="PacketIdentifier">0 for QoS 0.</param>
/// <param name="Transport">Topic alias and subscription identifiers, which belong to a connection and not to the message.</param>
internal readonly record struct PublishPacket(MqttPublish Message, ushort PacketIdentifier, PacketProperties? Transport = null) : IMqttPacket
{
    private const int DuplicateFlag = 0x08;
    private const int RetainFlag = 0x01;

    /// <summary>Writes an empty topic name, because the topic alias stands for it.</summary>
    public bool OmitsTopic { get; init; }

    public void WriteTo(PacketBuffer buffer, ProtocolVersion version)
    {
        int flags = (Message.Duplicate ? DuplicateFlag : 0) | (Message.QualityOfService << 1) | (Message.Retain ? RetainFlag : 0);
        int mark = buffer.BeginPacket(PacketType.Publish, flags, Message.Payload.Length + Message.Topic.Length);
        buffer.WriteString(OmitsTopic ? "" : Message.Topic);
        if (Message.QualityOfService > 0) buffer.WriteUInt16(PacketIdentifier);
        if (version == ProtocolVersion.V5)
        {
            int properties = buffer.BeginProperties();
            MessageProperties.Write(buffer, Message);
            if (Transport is not null)
                foreach (var property in Transport.All) property.WriteTo(buffer);
            buffer.EndProperties(properties);
        }
        buffer.WriteBytes(Message.Payload.Span);
        buffer.EndPacket(mark);
    }

    /// <remarks>The payload is copied: it outlives the receive buffer.</remarks>
    public static bool TryRead(PacketFrame frame, ProtocolVersion version, out PublishPacket packet, out PacketFault? fault)
    {
        var reader = new PacketReader(frame.Body.Span);
        int quality = (frame.Flags >> 1) & 0x03;
        string topic = reader.ReadString();
        ushort identifier = quality == 0 ? (ushort)0 : reader.ReadPacketIdentifier();
        var properties = version == ProtocolVersion.V5 ? PacketProperties.Read(ref reader, PropertyCarriers.Publish) : PacketProperties.None;
        var transport = TransportOf(properties);

        bool isAliased = transport?.Number(PropertyIdentifier.TopicAlias) is not null;
        if (topic.Length == 0 ? !isAliased : !MqttTopic.IsName(topic)) reader.Fail(MqttReasonCode.TopicNameInvalid, "the topic name of a PUBLISH is not valid");
        if (properties.Text(PropertyIdentifier.ResponseTopic) is { } responseTopic && !MqttTopic.IsName(responseTopic))
            reader.Fail(MqttReasonCode.ProtocolError, "the response topic is not a topic name");   // [MQTT-3.3.2-14]

        var message = new MqttPublish
        {
            Topic = topic,
            Payload = reader.ReadRest(),
            QualityOfService = quality,
            Retain = (frame.Flags & RetainFlag) != 0,
            Duplicate = (frame.Flags & DuplicateFlag) != 0,
        };
        packet = new PublishPacket(MessageProperties.Apply(message, properties), identifier, transport);
        bool read = reader.Ended();
        fault = reader.Fault;
        return read;
    }

    private static PacketProperties? TransportOf(PacketProperties properties)
    {
        if (properties.IsEmpty) return null;
        Property[] kept = [.. properties.All.Where(p => p.Identifier is PropertyIdentifier.TopicAlias or PropertyIdentifier.SubscriptionIdentifier)];
        return kept.Length == 0 ? null : new PacketProperties(kept);
    }
}
