namespace Gateway.Mqtt.Packets;

/// <summary>A control packet that can be written.</summary>
internal interface IMqttPacket
{
    /// <summary>Appends the packet, fixed header included. What the version cannot say is left out.</summary>
    void WriteTo(PacketBuffer buffer, ProtocolVersion version);
}
