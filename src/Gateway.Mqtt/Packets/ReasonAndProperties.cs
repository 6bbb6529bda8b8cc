namespace Gateway.Mqtt.Packets;

/// <summary>The end of an acknowledgement, DISCONNECT or AUTH: both may be left out from the right (MQTT 5, sections 3.4.2, 3.14.2, 3.15.2).</summary>
internal static class ReasonAndProperties
{
    public static void Write(PacketBuffer buffer, ProtocolVersion version, MqttReasonCode reason, PacketProperties? properties)
    {
        bool hasProperties = properties is { IsEmpty: false };
        if (version == ProtocolVersion.V311 || (reason == MqttReasonCode.Success && !hasProperties)) return;
        buffer.WriteByte((byte)reason);
        if (hasProperties) properties!.WriteTo(buffer);
    }

    public static MqttReasonCode Read(ref PacketReader reader, ProtocolVersion version, PropertyCarriers carrier, out PacketProperties? properties)
    {
        properties = null;
        if (version == ProtocolVersion.V311 || reader.Remaining == 0) return MqttReasonCode.Success;
        var reason = (MqttReasonCode)reader.ReadByte();
        if (reader.Remaining > 0) properties = PacketProperties.Read(ref reader, carrier);
        return reason;
    }
}
