using System.Globalization;
using System.Text.Json;
using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Gateway.Core.Site;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>What a gateway says about itself: status, birth, descriptor. Retained, and each of them can be had without the broker's memory too.</summary>
internal sealed class Announcements(GatewayIdentity identity, FeedModel feed)
{
    /// <summary>Descriptors longer than this, as they are sent, go out in pieces: some brokers take no more than 64 KiB.</summary>
    public const int MostDescriptorBytes = 48 * 1024;

    /// <summary>What a packet may need beside the payload: topic and properties.</summary>
    public const int PacketOverhead = 512;

    private const int LeastChunk = 1024;

    private static readonly string[] _schemas =
        ["alarm", "answer", "birth", "command", "descriptor", "descriptor-index", "event", "heartbeat", "manifest", "readings", "receipt", "status"];

    private readonly FeedTopics _topics = new(feed.TopicRoot);

    /// <param name="connection">Counts this process's attempts to connect; with the boot it tells a late will of an older connection apart.</param>
    /// <param name="timeMs">When this was written; for a will that is when its connection was made.</param>
    public MqttPublish Status(GatewayState state, long connection, long timeMs) => Message(_topics.Status, "status", retain: true, json =>
    {
        json.WriteString("state", state switch { GatewayState.Online => "online", GatewayState.Offline => "offline", _ => "closing" });
        json.WriteNumber("boot", identity.Boot);
        json.WriteNumber("connection", connection);
        json.WriteNumber("time", timeMs);
    });

    /// <param name="layout">The layout in force.</param>
    /// <param name="epochs">All epochs of the store, oldest first; the last is in force.</param>
    /// <param name="positions">Every lane that holds or held something for the feed.</param>
    public MqttPublish Birth(
        long connection, long timeMs, ClockState clock, Layout layout, IReadOnlyList<string> epochs, IReadOnlyList<LanePosition> positions, bool retain) =>
        Message(_topics.Birth, "birth", retain, json =>
        {
            json.WriteStartObject("name");
            json.WriteString("en", identity.Name.English);
            if (identity.Name.Chinese is { } chinese) json.WriteString("zh", chinese);
            json.WriteEndObject();
            json.WriteString("feed", feed.Name);
            json.WriteNumber("boot", identity.Boot);
            json.WriteNumber("connection", connection);
            json.WriteNumber("time", timeMs);
            json.WriteStartObject("clock");
            json.WriteString("state", ClockStateText.Of(clock));
            json.WriteEndObject();
            json.WriteString("timezone", identity.TimeZone);
            json.WriteStartObject("software");
            json.WriteString("name", "envgw");
            json.WriteString("version", identity.Software);
            json.WriteEndObject();
            json.WriteString("configuration", identity.Configuration);
            json.WriteString("profile", layout.Reference);
            json.WriteStartObject("descriptor");
            json.WriteString("sha256", layout.Digest);
            json.WriteNumber("bytes", layout.Descriptor.Length);
            json.WriteString("topic", _topics.Descriptor(layout.Digest));
            json.WriteEndObject();
            WriteStrings(json, "epochs", epochs);
            WriteLanes(json, epochs[^1], positions);
            WriteSelection(json);
            WriteStrings(json, "schemas", _schemas.Select(name => $"{name}/{EnvgwJsonFormat.Version}"));
            WriteStrings(json, "commands", feed.Commands);
            WriteStrings(json, "capabilities", feed.Compress ? ["descriptor", "gzip"] : ["descriptor"]);
        });

    /// <summary>The descriptor as one message, or as an index and numbered pieces that a receiver puts together in order before it looks at the
    /// first byte.</summary>
    /// <param name="mostBytes">Longest payload.</param>
    public IReadOnlyList<MqttPublish> Descriptor(Layout layout, int mostBytes = MostDescriptorBytes)
    {
        mostBytes = Math.Max(mostBytes, LeastChunk);
        var whole = PayloadCoding.Encode(layout.Descriptor.Span, feed.Compress, new MqttPublish
        {
            Topic = _topics.Descriptor(layout.Digest),
            Payload = default,
            Retain = true,
            ContentType = EnvgwJsonFormat.ContentType("descriptor"),
        });
        if (whole.Payload.Length <= mostBytes) return [whole];

        int chunks = (whole.Payload.Length + mostBytes - 1) / mostBytes;
        var index = Message(_topics.Descriptor(layout.Digest), "descriptor-index", retain: true, json =>
        {
            json.WriteString("sha256", layout.Digest);
            json.WriteNumber("bytes", layout.Descriptor.Length);
            json.WriteString("encoding", whole.IsUtf8 ? "identity" : "gzip");
            json.WriteNumber("chunks", chunks);
        });
        return [.. Enumerable.Range(0, chunks).Select(chunk => Chunk(whole, layout.Digest, chunk, mostBytes)), index];
    }

    private MqttPublish Chunk(MqttPublish whole, string digest, int chunk, int mostBytes)
    {
        int from = chunk * mostBytes;
        var piece = whole.Payload.Slice(from, Math.Min(mostBytes, whole.Payload.Length - from));
        return PayloadSum.Add(whole with
        {
            Topic = _topics.DescriptorChunk(digest, chunk),
            Payload = piece,
            // A piece may begin or end in the middle of a character.
            IsUtf8 = false,
            ContentType = "application/octet-stream",
            UserProperties = [.. whole.UserProperties, new("chunk", chunk.ToString(CultureInfo.InvariantCulture))],
        });
    }

    private MqttPublish Message(string topic, string kind, bool retain, Action<Utf8JsonWriter> members)
    {
        byte[] body = ObjectJson.Of(json =>
        {
            json.WriteString("version", EnvgwJsonFormat.Version);
            json.WriteString("kind", kind);
            json.WriteString("gateway", identity.Id);
            members(json);
        });
        var message = new MqttPublish { Topic = topic, Payload = default, Retain = retain, ContentType = EnvgwJsonFormat.ContentType(kind) };
        // Never compressed: these are what a person looks at first, and they are few.
        return PayloadCoding.Encode(body, compress: false, message);
    }

    private static void WriteLanes(Utf8JsonWriter json, string epoch, IReadOnlyList<LanePosition> positions)
    {
        json.WriteStartObject("lanes");
        foreach (var position in positions)
        {
            json.WriteStartObject(LaneText.Of(position.Lane));
            json.WriteString("epoch", epoch);
            json.WriteNumber("next", position.Next);
            json.WriteNumber("oldest", position.Oldest);
            if (position.Acknowledged is { } acknowledged) json.WriteNumber("acknowledged", acknowledged);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private void WriteSelection(Utf8JsonWriter json)
    {
        json.WriteStartObject("sends");
        json.WriteBoolean("alarms", feed.SendsAlarms);
        if (feed.Readings is { None: false, Every: { } every })
        {
            json.WriteStartObject("readings");
            json.WriteNumber("every_ms", (long)every.TotalMilliseconds);
            json.WriteBoolean("on_change", feed.Readings.OnChange);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("readings", feed.Readings.None ? "none" : "all");
        }
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
