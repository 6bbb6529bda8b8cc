using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Cli.Commissioning;

/// <summary>What the technician's tools say and keep, as JSON: English, fields only ever added.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(RegReadReport))]
[JsonSerializable(typeof(SweepReport))]
[JsonSerializable(typeof(FindFile))]
[JsonSerializable(typeof(ScanFile))]
[JsonSerializable(typeof(BusListReport))]
[JsonSerializable(typeof(SniffLine))]
[JsonSerializable(typeof(ScaleSniffLine))]
[JsonSerializable(typeof(BusStatsReport))]
[JsonSerializable(typeof(DecodeReport))]
[JsonSerializable(typeof(RegWriteReport))]
internal sealed partial class CommissioningJson : JsonSerializerContext
{
    /// <summary>A document over several lines, with Chinese as it stands.</summary>
    public static CommissioningJson Readable =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>One line for each of a stream of results.</summary>
    public static CommissioningJson Lines =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = false });
}
