namespace Gateway.Mqtt.Packets;

/// <summary>SUBACK or UNSUBACK (MQTT 5, sections 3.9 and 3.11): one reason code for each topic filter. UNSUBACK of 3.1.1 has none.</summary>
internal sealed record SubAckPacket(PacketType Type, ushort PacketIdentifier, IReadOnlyList<MqttReasonCode> Reasons, PacketProperties Properties) : IMqttPacket
{
    public void WriteTo(PacketBuffer buffer, ProtocolVersion version)
    {
        int mark = buffer.BeginPacket(Type, 0, Reasons.Count);
        buffer.WriteUInt16(PacketIdentifier);
        if (version == ProtocolVersion.V5) Properties.WriteTo(buffer);
        if (HasReasons(Type, version))
            foreach (var reason in Reasons) buffer.WriteByte((byte)reason);
        buffer.EndPacket(mark);
    }

    public static bool TryRead(PacketFrame frame, ProtocolVersion version, out SubAckPacket packet, out PacketFault? fault)
    {
        var reader = new PacketReader(frame.Body.Span);
        ushort identifier = reader.ReadPacketIdentifier();
        var carrier = frame.Type == PacketType.SubAck ? PropertyCarriers.SubAck : PropertyCarriers.UnsubAck;
        var properties = version == ProtocolVersion.V5 ? PacketProperties.Read(ref reader, carrier) : PacketProperties.None;
        MqttReasonCode[] reasons = [];
        if (HasReasons(frame.Type, version))
        {
            if (reader.Remaining == 0) reader.Fail(MqttReasonCode.ProtocolError, $"{frame.Type} without a reason code");
            reasons = Array.ConvertAll(reader.ReadRest(), code => (MqttReasonCode)code);
        }
        packet = new SubAckPacket(frame.Type, identifier, reasons, properties);
        bool read = reader.Ended();
        fault = reader.Fault;
        return read;
    }

    private static bool HasReasons(PacketType type, ProtocolVersion version) => type == PacketType.SubAck || version == ProtocolVersion.V5;
}
