using System.Text.Json;
using Gateway.Core.Buffering;
using Gateway.Core.Documents;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>Writes manifests and reads back how far the chain was.</summary>
internal static class ManifestBody
{
    /// <summary>Longest body: what a feed without compression sends must stay below 48 KiB.</summary>
    public const int MostBytes = 40 * 1024;

    /// <summary>Most drop records in one manifest; neighbours with one reason are one record, so there are few.</summary>
    public const int MostDrops = 64;

    // Quotes, colon, brackets, three numbers and their commas.
    private const int CoverageBytes = 40;

    /// <summary>The bodies of one manifest: more than one when there are so many points that a message would become too long.</summary>
    /// <param name="drops">What is known of messages of the lane that are gone, in order.</param>
    /// <param name="quarantined">What feeds have put aside since the last manifest.</param>
    public static IReadOnlyList<byte[]> Of(Manifest manifest, IReadOnlyList<Drop> drops, IReadOnlyList<QuarantinedMessage> quarantined)
    {
        var parts = Parts(manifest.Coverage);
        return [.. parts.Select((part, at) => ObjectJson.Of(json =>
        {
            json.WriteString("of", LaneText.Of(manifest.Lane));
            json.WriteString("epoch", manifest.Epoch);
            json.WriteNumber("from", manifest.From);
            json.WriteNumber("to", manifest.To);
            json.WriteNumber("part", at + 1);
            json.WriteNumber("parts", parts.Count);
            if (at == 0) WriteStatement(json, manifest, drops, quarantined);
            WriteCoverage(json, part);
        }))];
    }

    /// <summary>Where a chain goes on, from the body of a manifest of its lane.</summary>
    /// <returns>Null when the body is not the first part of a manifest.</returns>
    public static (Lane Lane, ChainPlace Place)? PlaceIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.GetProperty("part").GetInt32() != 1 || !LaneText.TryParse(root.GetProperty("of").GetString() ?? "", out var lane)) return null;
            return (lane, new ChainPlace(
                root.GetProperty("epoch").GetString() ?? "", root.GetProperty("first").GetInt64(), root.GetProperty("to").GetInt64(),
                root.GetProperty("chain").GetString() ?? "", root.GetProperty("counted_to").GetInt64()));
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static void WriteStatement(
        Utf8JsonWriter json, Manifest manifest, IReadOnlyList<Drop> drops, IReadOnlyList<QuarantinedMessage> quarantined)
    {
        json.WriteNumber("first", manifest.First);
        json.WriteNumber("messages", manifest.Messages);
        json.WriteNumber("readings", manifest.Readings);
        if (manifest.Messages > 0)
        {
            json.WriteStartArray("sealed");
            json.WriteNumberValue(manifest.FirstMs);
            json.WriteNumberValue(manifest.LastMs);
            json.WriteEndArray();
        }
        json.WriteNumber("counted_to", manifest.AtMs);
        json.WriteString("chain_before", manifest.Before);
        json.WriteString("chain", manifest.Head);
        json.WriteBoolean("closes", manifest.Closes);
        SequenceJson.WriteRanges(json, "unchained", manifest.Unchained);
        DropsJson.Write(json, "dropped", drops.Skip(Math.Max(0, drops.Count - MostDrops)));
        if (drops.Count > MostDrops) json.WriteNumber("dropped_before", drops.Count - MostDrops);
        WriteQuarantined(json, quarantined);
    }

    private static void WriteQuarantined(Utf8JsonWriter json, IReadOnlyList<QuarantinedMessage> messages)
    {
        json.WriteStartArray("quarantined");
        foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteString("feed", message.Feed);
            json.WriteNumber("seq", message.Seq);
            json.WriteString("reason", message.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteCoverage(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, PointCoverage>> points)
    {
        json.WriteStartObject("coverage");
        foreach (var (id, point) in points)
        {
            json.WriteStartArray(id);
            json.WriteNumberValue(point.Expected);
            json.WriteNumberValue(point.Good);
            json.WriteNumberValue(point.NotGood);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static List<List<KeyValuePair<string, PointCoverage>>> Parts(IReadOnlyDictionary<string, PointCoverage> coverage)
    {
        List<List<KeyValuePair<string, PointCoverage>>> parts = [[]];
        int bytes = 0;
        foreach (var point in coverage)
        {
            bytes += CoverageBytes + System.Text.Encoding.UTF8.GetByteCount(point.Key);
            // The first part also states; half a message is room enough for that.
            if (bytes > (parts.Count == 1 ? MostBytes / 2 : MostBytes))
            {
                parts.Add([]);
                bytes = 0;
            }
            parts[^1].Add(point);
        }
        return parts;
    }
}
