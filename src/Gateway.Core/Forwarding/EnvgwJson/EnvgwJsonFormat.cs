using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>Renders sealed messages for one feed. The same stored message always gives the same bytes, so that a resend, a restart and a later
/// backfill cannot be told apart.</summary>
/// <remarks>One feed's loop uses it, nobody beside.</remarks>
internal sealed class EnvgwJsonFormat(string gateway, FeedModel feed)
{
    /// <summary>Version of every kind of message.</summary>
    public const string Version = "1.0";

    // 3.1.1 has no properties, and so no sum: there gzip's own check is worth its bytes in short messages too.
    private readonly int _shortestCompressed = feed.ProtocolVersion is null or 5 ? PayloadCoding.ShortestCompressed : 0;

    private readonly FeedTopics _topics = new(feed.TopicRoot);
    private readonly EnvgwJsonBody _body = new(gateway, feed.Readings);

    /// <param name="stored">The message as stored.</param>
    /// <param name="layout">The layout that the message names; null when it names none.</param>
    /// <param name="from">The first sequence that the message stands for: one more than the last that was sent, or its own.</param>
    /// <param name="isBacklog">Goes out behind fresh readings: the same bytes on the topic of what comes late.</param>
    /// <returns>Null when nothing in the message is for this feed.</returns>
    public OutgoingMessage? Render(StoredMessage stored, Layout? layout, long from, bool isBacklog = false) =>
        _body.TryWrite(stored, layout, from, out int readings)
            ? new OutgoingMessage(stored.Lane, stored.Seq, readings, Publish(stored, isBacklog ? Lane.Fill : stored.Lane)) { Kind = stored.Kind, Layout = layout }
            : null;

    /// <summary>Kind and major version, so that a receiver can choose before it parses.</summary>
    public static string ContentType(string kind) => $"application/vnd.envgw.{kind}.v1+json";

    private MqttPublish Publish(StoredMessage stored, Lane topic) => PayloadCoding.Encode(_body.Written, feed.Compress, new MqttPublish
    {
        Topic = _topics.OfLane(topic),
        Payload = default,
        ContentType = ContentType(MessageKindText.Of(stored.Kind)),
        UserProperties = [new("lane", LaneText.Of(stored.Lane)), new("epoch", stored.Epoch), new("seq", $"{stored.Seq}")],
    }, _shortestCompressed);
}
