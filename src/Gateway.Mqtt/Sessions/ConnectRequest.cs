using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>Builds CONNECT from the options, and reads what CONNACK allows.</summary>
internal static class ConnectRequest
{
    /// <param name="options">The session's.</param>
    /// <param name="clientIdentifier">Ours, or the one the broker gave earlier.</param>
    /// <param name="version">3.1.1 has no session expiry, only clean sessions or kept ones.</param>
    /// <param name="cleanStart">Whether what the broker holds is to be discarded.</param>
    public static ConnectPacket Build(MqttSessionOptions options, string clientIdentifier, ProtocolVersion version, bool cleanStart) => new()
    {
        ClientIdentifier = clientIdentifier,
        CleanStart = cleanStart || (version == ProtocolVersion.V311 && options.SessionExpiry <= TimeSpan.Zero),
        KeepAlive = (ushort)options.KeepAlive.TotalSeconds,
        Will = options.WillOfConnection?.Invoke() ?? options.Will,
        UserName = options.UserName,
        Password = options.Password?.Invoke(),
        Properties = version == ProtocolVersion.V5 ? PropertiesOf(options) : PacketProperties.None,
    };

    public static MqttLimits LimitsOf(ConnAckPacket answer, MqttSessionOptions options, string clientIdentifier, ProtocolVersion version)
    {
        var properties = answer.Properties;
        uint? maximumPacketSize = properties.Number(PropertyIdentifier.MaximumPacketSize);
        return new MqttLimits
        {
            ReceiveMaximum = (int)(properties.Number(PropertyIdentifier.ReceiveMaximum) ?? ushort.MaxValue),
            MaximumPacketSize = maximumPacketSize is { } size ? (int)Math.Min(size, int.MaxValue) : null,
            MaximumQualityOfService = (int)(properties.Number(PropertyIdentifier.MaximumQoS) ?? 2),
            RetainAvailable = properties.Number(PropertyIdentifier.RetainAvailable) != 0,
            TopicAliasMaximum = (int)(properties.Number(PropertyIdentifier.TopicAliasMaximum) ?? 0),
            KeepAlive = properties.Number(PropertyIdentifier.ServerKeepAlive) is { } seconds ? TimeSpan.FromSeconds(seconds) : options.KeepAlive,
            ProtocolVersion = (int)version,
            ClientIdentifier = properties.Text(PropertyIdentifier.AssignedClientIdentifier) ?? clientIdentifier,
        };
    }

    /// <summary>What the broker said besides the code: its reason, and where it would send us.</summary>
    public static string WordsOf(MqttReasonCode reason, PacketProperties? properties)
    {
        string words = $"0x{(byte)reason:X2} {reason}";
        if (properties?.Text(PropertyIdentifier.ReasonString) is { } said) words += $", saying '{said}'";
        if (properties?.Text(PropertyIdentifier.ServerReference) is { } reference) words += $", pointing to '{reference}'";
        return words;
    }

    // Topic alias maximum and request problem information stand at their defaults (0 and 1) and are therefore not sent.
    private static PacketProperties PropertiesOf(MqttSessionOptions options)
    {
        uint expiry = MessageProperties.Seconds(options.SessionExpiry);
        var receiveMaximum = new Property(PropertyIdentifier.ReceiveMaximum, (uint)options.ReceiveMaximum);
        var maximumPacketSize = new Property(PropertyIdentifier.MaximumPacketSize, (uint)options.MaximumPacketSize);
        return expiry == 0
            ? new PacketProperties([receiveMaximum, maximumPacketSize])
            : new PacketProperties([new Property(PropertyIdentifier.SessionExpiryInterval, expiry), receiveMaximum, maximumPacketSize]);
    }
}
