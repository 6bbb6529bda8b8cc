namespace Gateway.Mqtt.Packets;

/// <summary>DISCONNECT (MQTT 5, section 3.14), either way. 3.1.1 knows it without a reason, and from the client only.</summary>
internal readonly record struct DisconnectPacket(MqttReasonCode Reason, PacketProperties? Properties = null) : IMqttPacket
{
    public void WriteTo(PacketBuffer buffer, ProtocolVersion version)
    {
        int mark = buffer.BeginPacket(PacketType.Disconnect, 0);
        ReasonAndProperties.Write(buffer, version, Reason, Properties);
        buffer.EndPacket(mark);
    }

    public static bool TryRead(PacketFrame frame, ProtocolVersion version, out DisconnectPacket packet, out PacketFault? fault)
    {
        var reader = new PacketReader(frame.Body.Span);
        var reason = ReasonAndProperties.Read(ref reader, version, PropertyCarriers.Disconnect, out var properties);
        packet = new DisconnectPacket(reason, properties);
        bool read = reader.Ended();
        fault = reader.Fault;
        return read;
    }
}
