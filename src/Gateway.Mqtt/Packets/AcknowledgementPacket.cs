namespace Gateway.Mqtt.Packets;

/// <summary>PUBACK, PUBREC, PUBREL or PUBCOMP (MQTT 5, sections 3.4 to 3.7): four packets of one shape.</summary>
internal readonly record struct AcknowledgementPacket(
    PacketType Type, ushort PacketIdentifier, MqttReasonCode Reason = MqttReasonCode.Success, PacketProperties? Properties = null) : IMqttPacket
{
    public void WriteTo(PacketBuffer buffer, ProtocolVersion version)
    {
        int mark = buffer.BeginPacket(Type, Type == PacketType.PubRel ? 0x02 : 0);
        buffer.WriteUInt16(PacketIdentifier);
        ReasonAndProperties.Write(buffer, version, Reason, Properties);
        buffer.EndPacket(mark);
    }

    public static bool TryRead(PacketFrame frame, ProtocolVersion version, out AcknowledgementPacket packet, out PacketFault? fault)
    {
        var reader = new PacketReader(frame.Body.Span);
        ushort identifier = reader.ReadPacketIdentifier();
        var reason = ReasonAndProperties.Read(ref reader, version, PropertyCarriers.Acknowledgement, out var properties);
        packet = new AcknowledgementPacket(frame.Type, identifier, reason, properties);
        bool read = reader.Ended();
        fault = reader.Fault;
        return read;
    }
}
