using Gateway.Mqtt.Packets;
using static Gateway.Mqtt.MqttReasonCode;

namespace Gateway.Mqtt.Tests.Strict;

/// <summary>Judges what a client sends on one connection by MQTT 5 and by what CONNACK allowed. Malformed packets do not come this far.</summary>
internal sealed class StrictRules(StrictLimits limits)
{
    private readonly Dictionary<uint, string> _aliases = [];
    private readonly HashSet<ushort> _unanswered = [];
    private readonly HashSet<ushort> _published = [];
    private bool _isConnected;
    private bool _isResumed;

    /// <summary>QoS 1 messages that the broker has not answered.</summary>
    public int Unanswered => _unanswered.Count;

    /// <summary>CONNECT was accepted; every later packet is judged as one of this connection.</summary>
    public void Accepted(bool sessionPresent)
    {
        _isConnected = true;
        _isResumed = sessionPresent;
    }

    /// <summary>PUBACK was sent for it.</summary>
    public void Answered(ushort identifier) => _unanswered.Remove(identifier);

    /// <summary>The topic name of a lawful PUBLISH.</summary>
    public string TopicOf(in PublishPacket publish) =>
        publish.Message.Topic.Length > 0 ? publish.Message.Topic : _aliases[AliasOf(publish)!.Value];

    /// <param name="packet">As it came.</param>
    /// <param name="isOwed">Whether a message with this packet identifier waits for the client's PUBACK.</param>
    /// <returns>The reason code with which the client is to be left; null when it may go on.</returns>
    public MqttReasonCode? FaultOf(IMqttPacket packet, Func<ushort, bool> isOwed) => packet switch
    {
        ConnectPacket connect when !_isConnected => FaultOf(connect),
        _ when !_isConnected => ProtocolError,                                          // [MQTT-3.1.0-1]
        PublishPacket publish => FaultOf(publish),
        AcknowledgementPacket { Type: PacketType.PubAck } answer => isOwed(answer.PacketIdentifier) ? null : ProtocolError,
        SubscribePacket request => _unanswered.Contains(request.PacketIdentifier) ? ProtocolError : null,      // [MQTT-2.2.1-3]
        UnsubscribePacket request => _unanswered.Contains(request.PacketIdentifier) ? ProtocolError : null,
        PingPacket { Type: PacketType.PingReq } or DisconnectPacket => null,
        _ => ProtocolError,                                                             // a second CONNECT [MQTT-3.1.0-2], a server's packet, or AUTH
    };

    private MqttReasonCode? FaultOf(ConnectPacket connect)
    {
        if (connect.Will is not { Message: var will }) return null;
        if (will.QualityOfService > limits.MaximumQualityOfService) return QoSNotSupported;        // [MQTT-3.2.2-12]
        return will.Retain && !limits.RetainAvailable ? RetainNotSupported : null;                 // [MQTT-3.2.2-13]
    }

    private MqttReasonCode? FaultOf(in PublishPacket publish)
    {
        if (publish.Message.QualityOfService > limits.MaximumQualityOfService) return QoSNotSupported;         // [MQTT-3.2.2-11]
        if (publish.Message.Retain && !limits.RetainAvailable) return RetainNotSupported;                      // [MQTT-3.2.2-14]
        if (publish.Transport?.Number(PropertyIdentifier.SubscriptionIdentifier) is not null) return ProtocolError;   // [MQTT-3.3.4-6]
        return FaultOfAlias(publish) ?? (publish.Message.QualityOfService > 0 ? FaultOfIdentifier(publish) : null);
    }

    private MqttReasonCode? FaultOfAlias(in PublishPacket publish)
    {
        if (AliasOf(publish) is not { } alias) return null;
        if (alias > limits.TopicAliasMaximum) return TopicAliasInvalid;                 // [MQTT-3.3.2-9]
        if (publish.Message.Topic.Length > 0) _aliases[alias] = publish.Message.Topic;
        return _aliases.ContainsKey(alias) ? null : ProtocolError;                      // MQTT 5, section 3.3.4
    }

    private MqttReasonCode? FaultOfIdentifier(in PublishPacket publish)
    {
        ushort identifier = publish.PacketIdentifier;
        if (!_unanswered.Add(identifier)) return ProtocolError;                         // [MQTT-2.2.1-3], [MQTT-4.4.0-1]
        bool isFirst = _published.Add(identifier);
        // Sent again only on a new connection of the same session.
        if (publish.Message.Duplicate && !(isFirst && _isResumed)) return ProtocolError;
        return _unanswered.Count > limits.ReceiveMaximum ? ReceiveMaximumExceeded : null;   // [MQTT-3.3.4-9]
    }

    private static uint? AliasOf(in PublishPacket publish) => publish.Transport?.Number(PropertyIdentifier.TopicAlias);
}
