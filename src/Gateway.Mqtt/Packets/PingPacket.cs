namespace Gateway.Mqtt.Packets;

/// <summary>PINGREQ or PINGRESP (MQTT 5, sections 3.12 and 3.13): a header and nothing else.</summary>
internal readonly record struct PingPacket(PacketType Type) : IMqttPacket
{
    public static PingPacket Request => new(PacketType.PingReq);

    public static PingPacket Response => new(PacketType.PingResp);

    public void WriteTo(PacketBuffer buffer, ProtocolVersion version) => buffer.EndPacket(buffer.BeginPacket(Type, 0));

    public static bool TryRead(PacketFrame frame, out PingPacket packet, out PacketFault? fault)
    {
        packet = new PingPacket(frame.Type);
        var reader = new PacketReader(frame.Body.Span);
        bool read = reader.Ended();
        fault = reader.Fault;
        return read;
    }
}
