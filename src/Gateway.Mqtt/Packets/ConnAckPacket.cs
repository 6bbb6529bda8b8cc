namespace Gateway.Mqtt.Packets;

/// <summary>CONNACK (MQTT 5, section 3.2). The return codes of 3.1.1 are given as the reason codes that mean the same.</summary>
internal sealed record ConnAckPacket(bool SessionPresent, MqttReasonCode Reason, PacketProperties Properties) : IMqttPacket
{
    // MQTT 3.1.1, table 3.1: return codes 0 to 5, in order.
    private static readonly MqttReasonCode[] _returnCodes =
    [
        MqttReasonCode.Success, MqttReasonCode.UnsupportedProtocolVersion, MqttReasonCode.ClientIdentifierNotValid,
        MqttReasonCode.ServerUnavailable, MqttReasonCode.BadUserNameOrPassword, MqttReasonCode.NotAuthorized,
    ];

    public void WriteTo(PacketBuffer buffer, ProtocolVersion version)
    {
        int mark = buffer.BeginPacket(PacketType.ConnAck, 0);
        buffer.WriteByte(SessionPresent ? (byte)1 : (byte)0);
        if (version == ProtocolVersion.V311)
        {
            buffer.WriteByte((byte)Math.Max(0, Array.IndexOf(_returnCodes, Reason)));
        }
        else
        {
            buffer.WriteByte((byte)Reason);
            Properties.WriteTo(buffer);
        }
        buffer.EndPacket(mark);
    }

    /// <remarks>A body of two bytes is the 3.1.1 form whatever we asked for: so a broker without MQTT 5 refuses a CONNECT of version 5.</remarks>
    public static bool TryRead(PacketFrame frame, ProtocolVersion version, out ConnAckPacket packet, out PacketFault? fault)
    {
        var reader = new PacketReader(frame.Body.Span);
        byte flags = reader.ReadByte();
        byte code = reader.ReadByte();
        if (flags > 1) reader.Fail(MqttReasonCode.MalformedPacket, "reserved flags are set in CONNACK");   // [MQTT-3.2.2-1]

        bool isOldForm = version == ProtocolVersion.V311 || (frame.Body.Length == 2 && code != 0);
        var reason = isOldForm ? ReasonOf(code) : (MqttReasonCode)code;
        var properties = isOldForm ? PacketProperties.None : PacketProperties.Read(ref reader, PropertyCarriers.ConnAck);
        if (flags == 1 && reason != MqttReasonCode.Success) reader.Fail(MqttReasonCode.ProtocolError, "session present in a refusal");   // [MQTT-3.2.2-6]

        packet = new ConnAckPacket(flags == 1, reason, properties);
        bool read = reader.Ended();
        fault = reader.Fault;
        return read;
    }

    // Codes 6 to 255 are reserved; some brokers send those of MQTT 5.
    private static MqttReasonCode ReasonOf(byte returnCode) => returnCode < _returnCodes.Length ? _returnCodes[returnCode] : (MqttReasonCode)returnCode;
}
