namespace Gateway.Mqtt.Packets;

/// <summary>AUTH (MQTT 5, section 3.15). We announce no authentication method, so a broker that sends it is refused; known here to be recognised.</summary>
internal readonly record struct AuthPacket(MqttReasonCode Reason, PacketProperties? Properties = null) : IMqttPacket
{
    public void WriteTo(PacketBuffer buffer, ProtocolVersion version)
    {
        int mark = buffer.BeginPacket(PacketType.Auth, 0);
        ReasonAndProperties.Write(buffer, version, Reason, Properties);
        buffer.EndPacket(mark);
    }

    public static bool TryRead(PacketFrame frame, ProtocolVersion version, out AuthPacket packet, out PacketFault? fault)
    {
        var reader = new PacketReader(frame.Body.Span);
        if (version == ProtocolVersion.V311) reader.Fail(MqttReasonCode.MalformedPacket, "3.1.1 has no AUTH");
        var reason = ReasonAndProperties.Read(ref reader, version, PropertyCarriers.Auth, out var properties);
        packet = new AuthPacket(reason, properties);
        bool read = reader.Ended();
        fault = reader.Fault;
        return read;
    }
}
