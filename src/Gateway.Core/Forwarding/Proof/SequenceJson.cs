using System.Text.Json;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>Ranges of sequences as messages tell them: pairs [from, to], both included.</summary>
internal static class SequenceJson
{
    public static void WriteRanges(Utf8JsonWriter json, string name, IEnumerable<(long From, long To)> ranges)
    {
        json.WriteStartArray(name);
        foreach (var (from, to) in ranges)
        {
            json.WriteStartArray();
            json.WriteNumberValue(from);
            json.WriteNumberValue(to);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }
}
