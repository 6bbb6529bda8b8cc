using System.Text.Json;
using Gateway.Core.Buffering;

namespace Gateway.Core.Receiving;

/// <summary>What a gateway says of itself and of the feed. Made of JSON that its schema has passed.</summary>
/// <param name="Connection">Counts connections within a boot.</param>
/// <param name="Epochs">Oldest first; the last is in force.</param>
/// <param name="SendsReadings">Some or all.</param>
/// <param name="IsThinned">Readings are left out that did not change.</param>
internal sealed record Birth(long Boot, long Connection, List<string> Epochs, bool SendsAlarms, bool SendsReadings, bool IsThinned)
{
    public static Birth Of(JsonElement birth)
    {
        var sends = birth.GetProperty("sends");
        var readings = sends.GetProperty("readings");
        return new Birth(
            birth.GetProperty("boot").GetInt64(), birth.GetProperty("connection").GetInt64(),
            [.. birth.GetProperty("epochs").EnumerateArray().Select(epoch => epoch.GetString()!)], sends.GetProperty("alarms").GetBoolean(),
            !(readings.ValueKind == JsonValueKind.String && readings.ValueEquals("none")), readings.ValueKind == JsonValueKind.Object);
    }

    public bool Takes(Lane lane) => lane switch
    {
        Lane.Event => SendsAlarms,
        Lane.Live or Lane.Fill => SendsReadings,
        _ => true,
    };
}
