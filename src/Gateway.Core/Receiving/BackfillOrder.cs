using System.Text.Json;
using Gateway.Core.Buffering;

namespace Gateway.Core.Receiving;

/// <summary>One backfill command: no more than a gateway takes at once. What is left is asked for when this is done.</summary>
internal sealed record BackfillOrder(LaneRecord Record, IReadOnlyList<(long From, long To)> Ranges)
{
    // What gateways take; see the schema of the command.
    private const int MostRanges = 256;
    private const int MostMessages = 10_000;
    private const int PerSecond = 100;

    public static BackfillOrder For(LaneRecord record, IEnumerable<(long From, long To)> holes)
    {
        var ranges = new List<(long From, long To)>();
        long left = MostMessages;
        foreach (var (from, to) in holes)
        {
            if (left == 0 || ranges.Count == MostRanges) break;
            long last = Math.Min(to, from + left - 1);
            ranges.Add((from, last));
            left -= last - from + 1;
        }
        return new BackfillOrder(record, ranges);
    }

    /// <summary>Three times what it takes at the rate we ask for: the gateway may be slower.</summary>
    public TimeSpan LongestWork => TimeSpan.FromSeconds(3.0 * Ranges.Sum(range => range.To - range.From + 1) / PerSecond);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("of", LaneText.Of(Record.Lane));
        json.WriteString("epoch", Record.Epoch);
        json.WriteStartArray("ranges");
        foreach (var (from, to) in Ranges)
        {
            json.WriteStartArray();
            json.WriteNumberValue(from);
            json.WriteNumberValue(to);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteNumber("max_rate", PerSecond);
    }

    /// <summary>Takes the result, which its schema has passed; the messages themselves come on their own topics.</summary>
    public static void Take(JsonElement result, LaneRecord record)
    {
        foreach (var drop in Listed(result, "gone")) record.Explain(drop.GetProperty("from").GetInt64(), drop.GetProperty("to").GetInt64());
        foreach (var (from, to) in Pairs(result, "unknown")) record.Explain(from, to);
        foreach (var (from, to) in Pairs(result, "nothing")) record.TakeNothing(from, to);
        foreach (var (from, to) in Pairs(result, "refused")) record.Refused.Add(from, to);
    }

    private static JsonElement.ArrayEnumerator Listed(JsonElement result, string name) =>
        result.TryGetProperty(name, out var list) ? list.EnumerateArray() : default;

    private static IEnumerable<(long From, long To)> Pairs(JsonElement result, string name) =>
        Listed(result, name).Select(pair => (pair[0].GetInt64(), pair[1].GetInt64()));
}
