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

    /// <summary>What tells a stored message from every other of the gateway.</summary>
    public static (string Epoch, string Lane, long Seq) Identity(this MosquittoMessage message)
    {
        var body = message.Json();
        return (body.GetProperty("epoch").GetString()!, body.GetProperty("lane").GetString()!, body.GetProperty("seq").GetInt64());
    }

    public static bool IsAlarm(this MosquittoMessage message, string id, string to) =>
        message.Topic.EndsWith("/data/event", StringComparison.Ordinal) && message.Json().TryGetProperty("alarm", out var alarm)
        && alarm.GetProperty("id").GetString() == id && alarm.GetProperty("to").GetString() == to;

    public static bool IsStatus(this MosquittoMessage message, string state) =>
        message.Topic.EndsWith("/status", StringComparison.Ordinal) && message.Json().GetProperty("state").GetString() == state;

    /// <summary>Whether it is the birth of a start, counted from 1.</summary>
    public static bool IsBirth(this MosquittoMessage message, int boot) =>
        message.Topic.EndsWith("/birth", StringComparison.Ordinal) && message.Json().GetProperty("boot").GetInt32() == boot;

    /// <summary>Whether the message holds a reading of the point that fits.</summary>
    public static bool HasReading(this MosquittoMessage message, string point, Func<JsonElement, string, bool> fits) =>
        new[] { message }.ReadingsOf(point).Any(reading => fits(reading.Value, reading.Quality));

    /// <summary>Whether the message holds a good number of the point that is at least so large.</summary>
    public static bool Reaches(this MosquittoMessage message, string point, long number) =>
        message.HasReading(point, (value, quality) => quality == "G" && value.GetInt64() >= number);

    /// <summary>Every reading of a point in the readings messages, repeats included: sequence, source time, value, quality.</summary>
    public static IEnumerable<(long Seq, long TimeMs, JsonElement Value, string Quality)> ReadingsOf(this IEnumerable<MosquittoMessage> messages, string point)
    {
        foreach (var message in messages)
            foreach (var reading in message.Readings().Where(r => r.Point == point))
                yield return (reading.Seq, reading.TimeMs, reading.Value, reading.Quality);
    }

    /// <summary>The good readings of a point that counts.</summary>
    public static IEnumerable<long> GoodNumbersOf(this IEnumerable<MosquittoMessage> messages, string point) =>
        messages.ReadingsOf(point).Where(reading => reading.Quality == "G").Select(reading => reading.Value.GetInt64());

    /// <summary>The readings of a message in their order; none when it is of another kind.</summary>
    public static IEnumerable<(string Point, long Seq, long TimeMs, JsonElement Value, string Quality)> Readings(this MosquittoMessage message)
    {
        bool isReadings = message.Topic.EndsWith("/data/live", StringComparison.Ordinal) || message.Topic.EndsWith("/data/fill", StringComparison.Ordinal);
        if (!isReadings) yield break;
        var body = message.Json();
        long seq = body.GetProperty("seq").GetInt64(), time = body.GetProperty("time").GetInt64();
        foreach (var row in body.GetProperty("readings").EnumerateArray())
            yield return (row[0].GetString()!, seq, time + row[1].GetInt64(), row[2], row.GetArrayLength() > 3 ? row[3].GetString()! : "G");
    }
}
