using Gateway.Core.Documents;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>Connections in a row that a broker took, and on which it acknowledged nothing that it should have. Such a feed is connected whenever one looks, and
/// sends nothing.</summary>
/// <param name="Sent">Messages that were acknowledged on the feed before the first of them.</param>
internal sealed record UnansweredConnections(int Count, long Sent)
{
    /// <summary>So many are told of: fewer may be a broker that was frozen for a while.</summary>
    public const int Most = 3;

    /// <summary>A connection has ended.</summary>
    /// <param name="sent">Messages that are acknowledged by now.</param>
    public UnansweredConnections After(MqttEndCause cause, long sent)
    {
        var before = sent == Sent ? this : new UnansweredConnections(0, sent);
        return cause is MqttEndCause.NoAcknowledgement or MqttEndCause.WriteBlocked ? before with { Count = before.Count + 1 } : before;
    }

    /// <summary>What is odd about the broker now, for a person; null when nothing is.</summary>
    public Wording? Trouble(long sent) => Count < Most || sent != Sent
        ? null
        : ($"the broker takes connections and acknowledges nothing, {Count} times in a row", $"服务器接受连接但不确认任何消息，已连续 {Count} 次");
}
