namespace Gateway.Mqtt.Packets;

/// <summary>CONNECT (MQTT 5, section 3.1).</summary>
internal sealed record ConnectPacket : IMqttPacket
{
    private const int CleanStartFlag = 0x02;
    private const int WillFlag = 0x04;
    private const int WillRetainFlag = 0x20;
    private const int PasswordFlag = 0x40;
    private const int UserNameFlag = 0x80;

    public required string ClientIdentifier { get; init; }

    public bool CleanStart { get; init; }

    /// <summary>In seconds.</summary>
    public ushort KeepAlive { get; init; }

    public MqttWill? Will { get; init; }

    public string? UserName { get; init; }

    public ReadOnlyMemory<byte>? Password { get; init; }

    public PacketProperties Properties { get; init; } = PacketProperties.None;

    public void WriteTo(PacketBuffer buffer, ProtocolVersion version)
    {
        // [MQTT-3.1.2-22] of 3.1.1: a password needs a user name; MQTT 5 does without.
        string? userName = UserName ?? (Password is not null && version == ProtocolVersion.V311 ? "" : null);

        int mark = buffer.BeginPacket(PacketType.Connect, 0);
        buffer.WriteString("MQTT");
        buffer.WriteByte((byte)version);
        buffer.WriteByte((byte)FlagsWith(userName));
        buffer.WriteUInt16(KeepAlive);
        if (version == ProtocolVersion.V5) Properties.WriteTo(buffer);
        buffer.WriteString(ClientIdentifier);
        if (Will is not null) WriteWill(buffer, Will, version);
        if (userName is not null) buffer.WriteString(userName);
        if (Password is { } password) buffer.WriteBinary(password.Span);
        buffer.EndPacket(mark);
    }

    /// <summary>Reads CONNECT of either version, which it names itself.</summary>
    public static bool TryRead(PacketFrame frame, out ConnectPacket packet, out ProtocolVersion version, out PacketFault? fault)
    {
        var reader = new PacketReader(frame.Body.Span);
        if (reader.ReadString() != "MQTT") reader.Fail(MqttReasonCode.UnsupportedProtocolVersion, "the protocol name is not MQTT");
        version = (ProtocolVersion)reader.ReadByte();
        if (version is not (ProtocolVersion.V311 or ProtocolVersion.V5)) reader.Fail(MqttReasonCode.UnsupportedProtocolVersion, "an unknown protocol version");
        int flags = reader.ReadByte();
        if (!ArePermitted(flags, version)) reader.Fail(MqttReasonCode.MalformedPacket, $"connect flags 0x{flags:X2}");

        packet = new ConnectPacket
        {
            CleanStart = (flags & CleanStartFlag) != 0,
            KeepAlive = reader.ReadUInt16(),
            Properties = version == ProtocolVersion.V5 ? PacketProperties.Read(ref reader, PropertyCarriers.Connect) : PacketProperties.None,
            ClientIdentifier = reader.ReadString(),
            Will = (flags & WillFlag) != 0 ? ReadWill(ref reader, flags, version) : null,
            UserName = (flags & UserNameFlag) != 0 ? reader.ReadString() : null,
            Password = (flags & PasswordFlag) != 0 ? reader.ReadBinary() : default(ReadOnlyMemory<byte>?),
        };
        bool read = reader.Ended();
        fault = reader.Fault;
        return read;
    }

    private int FlagsWith(string? userName)
    {
        int flags = CleanStart ? CleanStartFlag : 0;
        if (Will is { Message: var message }) flags |= WillFlag | (message.QualityOfService << 3) | (message.Retain ? WillRetainFlag : 0);
        if (Password is not null) flags |= PasswordFlag;
        if (userName is not null) flags |= UserNameFlag;
        return flags;
    }

    // MQTT 5, section 3.1.2.3; 3.1.1 forbids a password without a user name [MQTT-3.1.2-22].
    private static bool ArePermitted(int flags, ProtocolVersion version)
    {
        int willQuality = (flags >> 3) & 0x03;
        bool willIsWhole = (flags & WillFlag) != 0 ? willQuality != 3 : (flags & (WillRetainFlag | 0x18)) == 0;
        bool hasName = version == ProtocolVersion.V5 || (flags & PasswordFlag) == 0 || (flags & UserNameFlag) != 0;
        return (flags & 0x01) == 0 && willIsWhole && hasName;
    }

    private static void WriteWill(PacketBuffer buffer, MqttWill will, ProtocolVersion version)
    {
        if (version == ProtocolVersion.V5)
        {
            int properties = buffer.BeginProperties();
            if (will.Delay > TimeSpan.Zero) new Property(PropertyIdentifier.WillDelayInterval, MessageProperties.Seconds(will.Delay)).WriteTo(buffer);
            MessageProperties.Write(buffer, will.Message);
            buffer.EndProperties(properties);
        }
        buffer.WriteString(will.Message.Topic);
        buffer.WriteBinary(will.Message.Payload.Span);
    }

    private static MqttWill ReadWill(ref PacketReader reader, int flags, ProtocolVersion version)
    {
        var properties = version == ProtocolVersion.V5 ? PacketProperties.Read(ref reader, PropertyCarriers.Will) : PacketProperties.None;
        string topic = reader.ReadString();
        if (!MqttTopic.IsName(topic)) reader.Fail(MqttReasonCode.TopicNameInvalid, "the topic name of the will is not valid");
        var message = new MqttPublish
        {
            Topic = topic,
            Payload = reader.ReadBinary(),
            QualityOfService = (flags >> 3) & 0x03,
            Retain = (flags & WillRetainFlag) != 0,
        };
        return new MqttWill(MessageProperties.Apply(message, properties), TimeSpan.FromSeconds(properties.Number(PropertyIdentifier.WillDelayInterval) ?? 0));
    }
}
