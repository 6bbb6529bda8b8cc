using static Gateway.Mqtt.Packets.PropertyCarriers;
using static Gateway.Mqtt.Packets.PropertyIdentifier;

namespace Gateway.Mqtt.Packets;

/// <summary>What each property is, where it may stand (MQTT 5, table 2-4), how often, and which numbers it may hold.</summary>
internal static class PropertyRules
{
    private const PropertyCarriers Any = (PropertyCarriers)0x7FF;

    /// <summary>None for an identifier that does not exist.</summary>
    private static PropertyCarriers CarriersOf(PropertyIdentifier property) => property switch
    {
        PayloadFormatIndicator or MessageExpiryInterval or ContentType or ResponseTopic or CorrelationData => Publish | Will,
        PropertyIdentifier.SubscriptionIdentifier => Publish | Subscribe,
        SessionExpiryInterval => Connect | ConnAck | Disconnect,
        AssignedClientIdentifier or ServerKeepAlive or ResponseInformation => ConnAck,
        AuthenticationMethod or AuthenticationData => Connect | ConnAck | Auth,
        RequestProblemInformation or RequestResponseInformation => Connect,
        WillDelayInterval => Will,
        ServerReference => ConnAck | Disconnect,
        ReasonString => ConnAck | Acknowledgement | SubAck | UnsubAck | Disconnect | Auth,
        ReceiveMaximum or TopicAliasMaximum or MaximumPacketSize => Connect | ConnAck,
        TopicAlias => Publish,
        MaximumQoS or RetainAvailable or WildcardSubscriptionAvailable or SubscriptionIdentifierAvailable or SharedSubscriptionAvailable => ConnAck,
        UserProperty => Any,
        _ => None,
    };

    public static PropertyKind KindOf(PropertyIdentifier property) => property switch
    {
        PayloadFormatIndicator or RequestProblemInformation or RequestResponseInformation or MaximumQoS or RetainAvailable
            or WildcardSubscriptionAvailable or SubscriptionIdentifierAvailable or SharedSubscriptionAvailable => PropertyKind.Byte,
        ServerKeepAlive or ReceiveMaximum or TopicAliasMaximum or TopicAlias => PropertyKind.TwoByteInteger,
        MessageExpiryInterval or SessionExpiryInterval or WillDelayInterval or MaximumPacketSize => PropertyKind.FourByteInteger,
        PropertyIdentifier.SubscriptionIdentifier => PropertyKind.VariableByteInteger,
        CorrelationData or AuthenticationData => PropertyKind.Binary,
        UserProperty => PropertyKind.TextPair,
        _ => PropertyKind.Text,
    };

    /// <summary>Why a property may not come next; null when it may.</summary>
    /// <param name="property">The identifier as read.</param>
    /// <param name="carrier">The packet that it was found in.</param>
    /// <param name="seen">One bit for each identifier that came before.</param>
    public static PacketFault? FaultOf(PropertyIdentifier property, PropertyCarriers carrier, ulong seen)
    {
        if ((CarriersOf(property) & carrier) == None) return new PacketFault(MqttReasonCode.MalformedPacket, $"property 0x{(byte)property:X2} in {carrier}");
        if ((seen & (1UL << (int)property)) != 0 && !MayRepeat(property, carrier)) return new PacketFault(MqttReasonCode.ProtocolError, $"{property} twice");
        return null;
    }

    private static bool MayRepeat(PropertyIdentifier property, PropertyCarriers carrier) =>
        property == UserProperty || (property == PropertyIdentifier.SubscriptionIdentifier && carrier == Publish);

    /// <summary>Whether a numeric property may have this value; each is a protocol error otherwise.</summary>
    public static bool Permits(PropertyIdentifier property, uint value) => property switch
    {
        PayloadFormatIndicator or RequestProblemInformation or RequestResponseInformation or MaximumQoS or RetainAvailable
            or WildcardSubscriptionAvailable or SubscriptionIdentifierAvailable or SharedSubscriptionAvailable => value <= 1,
        ReceiveMaximum or MaximumPacketSize or TopicAlias or PropertyIdentifier.SubscriptionIdentifier => value != 0,
        _ => true,
    };
}
