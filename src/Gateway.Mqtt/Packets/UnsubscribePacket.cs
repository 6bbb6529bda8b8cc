namespace Gateway.Mqtt.Packets;

/// <summary>UNSUBSCRIBE (MQTT 5, section 3.10).</summary>
internal sealed record UnsubscribePacket(ushort PacketIdentifier, IReadOnlyList<string> TopicFilters, PacketProperties Properties) : IMqttPacket
{
    public void WriteTo(PacketBuffer buffer, ProtocolVersion version)
    {
        int mark = buffer.BeginPacket(PacketType.Unsubscribe, 0x02);
        buffer.WriteUInt16(PacketIdentifier);
        if (version == ProtocolVersion.V5) Properties.WriteTo(buffer);
        foreach (string filter in TopicFilters) buffer.WriteString(filter);
        buffer.EndPacket(mark);
    }

    public static bool TryRead(PacketFrame frame, ProtocolVersion version, out UnsubscribePacket packet, out PacketFault? fault)
    {
        var reader = new PacketReader(frame.Body.Span);
        ushort identifier = reader.ReadPacketIdentifier();
        var properties = version == ProtocolVersion.V5 ? PacketProperties.Read(ref reader, PropertyCarriers.Unsubscribe) : PacketProperties.None;
        if (reader.Remaining == 0) reader.Fail(MqttReasonCode.ProtocolError, "UNSUBSCRIBE without a topic filter");   // [MQTT-3.10.3-2]
        var filters = new List<string>();
        while (reader.Remaining > 0)
        {
            string filter = reader.ReadString();
            if (!MqttTopic.IsFilter(filter)) reader.Fail(MqttReasonCode.TopicFilterInvalid, "a topic filter is not valid");
            filters.Add(filter);
        }
        packet = new UnsubscribePacket(identifier, filters, properties);
        bool read = reader.Ended();
        fault = reader.Fault;
        return read;
    }
}
