using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Tests.Differential;

/// <summary>A packet as the peer's script describes it. Properties go by their number; the order of different ones has no meaning.</summary>
internal static class PacketDescription
{
    public static JsonObject Of(IMqttPacket packet, ProtocolVersion version) => packet switch
    {
        ConnectPacket p => new()
        {
            ["cmd"] = "connect",
            ["version"] = (int)version,
            ["clientId"] = p.ClientIdentifier,
            ["clean"] = p.CleanStart,
            ["keepAlive"] = (int)p.KeepAlive,
            ["userName"] = p.UserName,
            ["password"] = p.Password is { } password ? Hex(password) : null,
            ["will"] = p.Will is { } will ? WillOf(will) : null,
            ["properties"] = PropertiesOf(p.Properties.All),
        },
        ConnAckPacket p => new()
        {
            ["cmd"] = "connack",
            ["sessionPresent"] = p.SessionPresent,
            ["code"] = version == ProtocolVersion.V5 ? (int)p.Reason : ReturnCodeOf(p.Reason),
            ["properties"] = PropertiesOf(p.Properties.All),
        },
        PublishPacket p => new()
        {
            ["cmd"] = "publish",
            ["qos"] = p.Message.QualityOfService,
            ["duplicate"] = p.Message.Duplicate,
            ["retain"] = p.Message.Retain,
            ["topic"] = p.Message.Topic,
            ["identifier"] = (int)p.PacketIdentifier,
            ["payload"] = Hex(p.Message.Payload),
            ["properties"] = PropertiesOf([.. PropertiesOf(p.Message), .. p.Transport?.All ?? []]),
        },
        AcknowledgementPacket p => new()
        {
            ["cmd"] = p.Type.ToString().ToLowerInvariant(),
            ["identifier"] = (int)p.PacketIdentifier,
            ["reason"] = (int)p.Reason,
            ["properties"] = PropertiesOf(p.Properties?.All ?? []),
        },
        SubscribePacket p => new()
        {
            ["cmd"] = "subscribe",
            ["identifier"] = (int)p.PacketIdentifier,
            ["filters"] = new JsonArray([.. p.Subscriptions.Select(s => new JsonArray(s.TopicFilter, (int)s.Options))]),
            ["properties"] = PropertiesOf(p.Properties.All),
        },
        SubAckPacket p => new()
        {
            ["cmd"] = p.Type.ToString().ToLowerInvariant(),
            ["identifier"] = (int)p.PacketIdentifier,
            ["reasons"] = new JsonArray([.. p.Reasons.Select(r => JsonValue.Create((int)r))]),
            ["properties"] = PropertiesOf(p.Properties.All),
        },
        UnsubscribePacket p => new()
        {
            ["cmd"] = "unsubscribe",
            ["identifier"] = (int)p.PacketIdentifier,
            ["filters"] = new JsonArray([.. p.TopicFilters.Select(f => JsonValue.Create(f))]),
            ["properties"] = PropertiesOf(p.Properties.All),
        },
        DisconnectPacket p => Ending("disconnect", p.Reason, p.Properties),
        AuthPacket p => Ending("auth", p.Reason, p.Properties),
        PingPacket p => new() { ["cmd"] = p.Type.ToString().ToLowerInvariant() },
        _ => throw new ArgumentException($"no description of {packet.GetType().Name}", nameof(packet)),
    };

    private static JsonObject Ending(string command, MqttReasonCode reason, PacketProperties? properties) =>
        new() { ["cmd"] = command, ["reason"] = (int)reason, ["properties"] = PropertiesOf(properties?.All ?? []) };

    private static JsonObject WillOf(MqttWill will)
    {
        Property[] delay = will.Delay > TimeSpan.Zero ? [new(PropertyIdentifier.WillDelayInterval, (uint)will.Delay.TotalSeconds)] : [];
        return new()
        {
            ["topic"] = will.Message.Topic,
            ["payload"] = Hex(will.Message.Payload),
            ["qos"] = will.Message.QualityOfService,
            ["retain"] = will.Message.Retain,
            ["properties"] = PropertiesOf([.. delay, .. PropertiesOf(will.Message)]),
        };
    }

    private static IEnumerable<Property> PropertiesOf(MqttPublish message)
    {
        if (message.IsUtf8) yield return new(PropertyIdentifier.PayloadFormatIndicator, 1);
        if (message.MessageExpiry is { } expiry) yield return new(PropertyIdentifier.MessageExpiryInterval, (uint)expiry.TotalSeconds);
        if (message.ContentType is { } contentType) yield return Property.Of(PropertyIdentifier.ContentType, contentType);
        if (message.ResponseTopic is { } responseTopic) yield return Property.Of(PropertyIdentifier.ResponseTopic, responseTopic);
        if (!message.CorrelationData.IsEmpty) yield return Property.Of(PropertyIdentifier.CorrelationData, message.CorrelationData.ToArray());
        foreach (var (name, value) in message.UserProperties) yield return Property.User(name, value);
    }

    private static JsonObject PropertiesOf(IReadOnlyList<Property> properties)
    {
        var described = new JsonObject();
        foreach (var group in properties.GroupBy(p => p.Identifier)) described[((int)group.Key).ToString(CultureInfo.InvariantCulture)] = ValueOf([.. group]);
        return described;
    }

    private static JsonNode? ValueOf(Property[] same) => same[0].Identifier switch
    {
        PropertyIdentifier.UserProperty =>
            new JsonArray([.. same.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new JsonArray(p.Name, p.Text))]),
        PropertyIdentifier.SubscriptionIdentifier => new JsonArray([.. same.Select(p => JsonValue.Create(p.Number))]),
        _ when same[0].Text is { } text => text,
        _ when same[0].Binary is { } binary => Hex(binary),
        _ => same[0].Number,
    };

    // MQTT 3.1.1, table 3.1.
    private static int ReturnCodeOf(MqttReasonCode reason) => reason switch
    {
        MqttReasonCode.Success => 0,
        MqttReasonCode.UnsupportedProtocolVersion => 1,
        MqttReasonCode.ClientIdentifierNotValid => 2,
        MqttReasonCode.ServerUnavailable => 3,
        MqttReasonCode.BadUserNameOrPassword => 4,
        MqttReasonCode.NotAuthorized => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "not in 3.1.1"),
    };

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
}
