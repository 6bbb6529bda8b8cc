using System.Text.Json;
using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>Drop records as manifests and answers tell them.</summary>
internal static class DropsJson
{
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<Drop> drops)
    {
        json.WriteStartArray(name);
        foreach (var drop in drops)
        {
            json.WriteStartObject();
            json.WriteNumber("from", drop.From);
            json.WriteNumber("to", drop.To);
            json.WriteNumber("readings", drop.Readings);
            json.WriteString("reason", DropReasonText.Of(drop.Reason));
            json.WriteNumber("at", drop.AtMs);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
