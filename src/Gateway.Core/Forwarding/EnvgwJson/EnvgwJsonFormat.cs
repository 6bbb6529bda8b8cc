using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>Renders sealed messages for one feed. The same stored message always gives the same bytes, so that a resend, a restart and a later
/// backfill cannot be told apart.</summary>
/// <remarks>One feed's loop uses it, nobody beside.</remarks>
/// <param name="shared">What feeds render for each other; null to render for itself.</param>
internal sealed class EnvgwJsonFormat(string gateway, FeedModel feed, SharedPayloads? shared = null)
{
    /// <summary>Version of every kind of message.</summary>
    public const string Version = "1.0";

    private readonly PayloadSettings _settings = PayloadSettings.Of(feed);
    private readonly FeedTopics _topics = new(feed.TopicRoot);
    private readonly EnvgwJsonBody _body = new(gateway, feed.Readings);

    /// <param name="stored">The message as stored.</param>
    /// <param name="layout">The layout that the message names; null when it names none.</param>
    /// <param name="from">The first sequence that the message stands for: one more than the last that was sent, or its own.</param>
    /// <param name="isBacklog">Goes out behind fresh readings: the same bytes on the topic of what comes late.</param>
    /// <returns>Null when nothing in the message is for this feed.</returns>
    public OutgoingMessage? Render(StoredMessage stored, Layout? layout, long from, bool isBacklog = false) =>
        PayloadOf(stored, layout, from) is { } payload
            ? new OutgoingMessage(stored.Lane, stored.Seq, payload.Readings, Publish(stored, isBacklog ? Lane.Fill : stored.Lane, payload))
            {
                Kind = stored.Kind, Layout = layout,
            }
            : null;

    /// <summary>Kind and major version, so that a receiver can choose before it parses.</summary>
    public static string ContentType(string kind) => $"application/vnd.envgw.{kind}.v1+json";

    /// <summary>An event is short and its body is written already; only batches are worth sharing.</summary>
    private RenderedPayload? PayloadOf(StoredMessage stored, Layout? layout, long from) => shared is null || stored.Kind != MessageKind.Readings
        ? Write(stored, layout, from)
        : shared.Take(stored, from, _settings, () => Write(stored, layout, from));

    private RenderedPayload? Write(StoredMessage stored, Layout? layout, long from) => _body.TryWrite(stored, layout, from, out int readings)
        ? PayloadCoding.Render(_body.Written, _settings.Compress, _settings.ShortestCompressed) with { Readings = readings }
        : null;

    private MqttPublish Publish(StoredMessage stored, Lane topic, RenderedPayload payload) => payload.PutInto(new MqttPublish
    {
        Topic = _topics.OfLane(topic),
        Payload = default,
        ContentType = ContentType(MessageKindText.Of(stored.Kind)),
        UserProperties = [new("lane", LaneText.Of(stored.Lane)), new("epoch", stored.Epoch), new("seq", $"{stored.Seq}")],
    });
}
