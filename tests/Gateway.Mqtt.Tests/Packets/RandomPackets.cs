using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Tests.Packets;

/// <summary>Valid packets of every type, any one from a seed.</summary>
internal static class RandomPackets
{
    private static readonly PropertyIdentifier[] _allProperties = Enum.GetValues<PropertyIdentifier>();

    public static IMqttPacket Any(Random random) => random.Next(13) switch
    {
        0 => Connect(random),
        1 => new ConnAckPacket(random.Next(2) == 0, MqttReasonCode.Success, Properties(random, PropertyCarriers.ConnAck)),
        2 => new ConnAckPacket(false, (MqttReasonCode)random.Next(0x80, 0xA0), Properties(random, PropertyCarriers.ConnAck)),
        3 => Publish(random),
        4 => Acknowledgement(random),
        5 => new SubscribePacket(Identifier(random), [.. Some(random, () => new TopicSubscription(Filter(random), Options(random)))],
            Properties(random, PropertyCarriers.Subscribe)),
        6 => new SubAckPacket(PacketType.SubAck, Identifier(random), [.. Some(random, () => Reason(random))], Properties(random, PropertyCarriers.SubAck)),
        7 => new UnsubscribePacket(Identifier(random), [.. Some(random, () => Filter(random))], Properties(random, PropertyCarriers.Unsubscribe)),
        8 => new SubAckPacket(PacketType.UnsubAck, Identifier(random), [.. Some(random, () => Reason(random))], Properties(random, PropertyCarriers.UnsubAck)),
        9 => PingPacket.Request,
        10 => PingPacket.Response,
        11 => new DisconnectPacket(Reason(random), OrNull(Properties(random, PropertyCarriers.Disconnect))),
        _ => new AuthPacket(Reason(random), OrNull(Properties(random, PropertyCarriers.Auth))),
    };

    private static ConnectPacket Connect(Random random) => new()
    {
        ClientIdentifier = Text(random),
        CleanStart = random.Next(2) == 0,
        KeepAlive = (ushort)random.Next(65536),
        UserName = random.Next(2) == 0 ? Text(random) : null,
        Password = random.Next(2) == 0 ? Bytes(random) : default(ReadOnlyMemory<byte>?),
        Will = random.Next(2) == 0 ? new MqttWill(Message(random) with { Duplicate = false }, TimeSpan.FromSeconds(random.Next(100))) : null,
        Properties = Properties(random, PropertyCarriers.Connect),
    };

    private static PublishPacket Publish(Random random)
    {
        var message = Message(random);
        Property[] transport = random.Next(3) == 0
            ?
            [
                new(PropertyIdentifier.TopicAlias, (uint)random.Next(1, 65536)),
                new(PropertyIdentifier.SubscriptionIdentifier, 1),
                new(PropertyIdentifier.SubscriptionIdentifier, 268435455),
            ]
            : [];
        return new PublishPacket(message, message.QualityOfService == 0 ? (ushort)0 : Identifier(random), transport.Length == 0 ? null : new(transport));
    }

    private static MqttPublish Message(Random random)
    {
        int quality = random.Next(3);
        return new MqttPublish
        {
            Topic = Topic(random),
            Payload = Bytes(random, random.Next(4) == 0 ? 20_000 : 20),
            QualityOfService = quality,
            Retain = random.Next(2) == 0,
            Duplicate = quality > 0 && random.Next(2) == 0,
            IsUtf8 = random.Next(2) == 0,
            ContentType = random.Next(2) == 0 ? Text(random) : null,
            ResponseTopic = random.Next(2) == 0 ? Topic(random) : null,
            CorrelationData = random.Next(2) == 0 ? Bytes(random) : null,
            MessageExpiry = random.Next(2) == 0 ? TimeSpan.FromSeconds(random.Next()) : null,
            UserProperties = [.. Enumerable.Range(0, random.Next(3)).Select(_ => KeyValuePair.Create(Text(random), Text(random)))],
        };
    }

    private static AcknowledgementPacket Acknowledgement(Random random)
    {
        PacketType[] types = [PacketType.PubAck, PacketType.PubRec, PacketType.PubRel, PacketType.PubComp];
        return new AcknowledgementPacket(
            types[random.Next(types.Length)], Identifier(random), Reason(random), OrNull(Properties(random, PropertyCarriers.Acknowledgement)));
    }

    private static PacketProperties Properties(Random random, PropertyCarriers carrier)
    {
        var permitted = _allProperties.Where(p => PropertyRules.FaultOf(p, carrier, seen: 0) is null && random.Next(2) == 0);
        Property[] all = [.. permitted.Select(p => Property(random, p))];
        return all.Length == 0 ? PacketProperties.None : new PacketProperties(all);
    }

    private static Property Property(Random random, PropertyIdentifier identifier) => PropertyRules.KindOf(identifier) switch
    {
        PropertyKind.Byte => new(identifier, (uint)random.Next(2)),
        PropertyKind.TwoByteInteger => new(identifier, (uint)random.Next(1, 65536)),
        PropertyKind.FourByteInteger => new(identifier, (uint)random.Next(1, int.MaxValue) * 2),
        PropertyKind.VariableByteInteger => new(identifier, (uint)random.Next(1, 268435456)),
        PropertyKind.Binary => Mqtt.Packets.Property.Of(identifier, Bytes(random)),
        PropertyKind.TextPair => Mqtt.Packets.Property.User(Text(random), Text(random)),
        _ => Mqtt.Packets.Property.Of(identifier, Text(random)),
    };

    private static PacketProperties? OrNull(PacketProperties properties) => properties.IsEmpty ? null : properties;

    private static IEnumerable<T> Some<T>(Random random, Func<T> make) => Enumerable.Range(0, random.Next(1, 5)).Select(_ => make());

    private static ushort Identifier(Random random) => (ushort)random.Next(1, 65536);

    private static MqttReasonCode Reason(Random random) => (MqttReasonCode)random.Next(256);

    private static byte Options(Random random) => (byte)(random.Next(3) | (random.Next(3) << 4) | (random.Next(4) << 2));

    private static string Topic(Random random) => $"a/{Text(random)}".Replace('+', '-').Replace('#', '-');

    private static string Filter(Random random) => Topic(random) + (random.Next(2) == 0 ? "/+/#" : "");

    private static string Text(Random random)
    {
        string[] letters = ["a", "Z", "/", "0", "é", "水", "\U0002A6D4", "\u0001", " "];
        return string.Concat(Enumerable.Range(0, random.Next(random.Next(10) == 0 ? 200 : 6)).Select(_ => letters[random.Next(letters.Length)]));
    }

    private static byte[] Bytes(Random random, int below = 20)
    {
        byte[] bytes = new byte[random.Next(below)];
        random.NextBytes(bytes);
        return bytes;
    }
}
