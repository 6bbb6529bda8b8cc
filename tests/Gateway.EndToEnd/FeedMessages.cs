using System.IO.Compression;
using System.Text.Json;
using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>What a platform makes of the messages it received.</summary>
internal static class FeedMessages
{
    /// <summary>The message body as JSON; compressed bodies are told by their first bytes.</summary>
    public static JsonElement Json(this MosquittoMessage message)
    {
        using var document = JsonDocument.Parse(Plain(message.Payload));
        return document.RootElement.Clone();
    }

    public static byte[] Plain(byte[] payload)
    {
        if (payload is not [0x1F, 0x8B, ..]) return payload;
        using var plain = new MemoryStream();
        using (var unzip = new GZipStream(new MemoryStream(payload), CompressionMode.Decompress)) unzip.CopyTo(plain);
        return plain.ToArray();
    }

    public static bool IsAlarm(this MosquittoMessage message, string id, string to) =>
        message.Topic.EndsWith("/data/event", StringComparison.Ordinal) && message.Json().TryGetProperty("alarm", out var alarm)
        && alarm.GetProperty("id").GetString() == id && alarm.GetProperty("to").GetString() == to;

    /// <summary>Every reading of a point in the readings messages, repeats included: sequence, source time, value, quality.</summary>
    public static IEnumerable<(long Seq, long TimeMs, JsonElement Value, string Quality)> ReadingsOf(this IEnumerable<MosquittoMessage> messages, string point)
    {
        foreach (var message in messages.Where(m => m.Topic.EndsWith("/data/live", StringComparison.Ordinal)))
        {
            var body = message.Json();
            long seq = body.GetProperty("seq").GetInt64(), time = body.GetProperty("time").GetInt64();
            foreach (var row in body.GetProperty("readings").EnumerateArray())
            {
                if (row[0].GetString() != point) continue;
                yield return (seq, time + row[1].GetInt64(), row[2], row.GetArrayLength() > 3 ? row[3].GetString()! : "G");
            }
        }
    }
}
