using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Core.Alarms;

namespace Gateway.Hosting;

/// <summary>The local API's messages as JSON: camel case, English, fields only ever added.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = false)]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(AlarmReport))]
[JsonSerializable(typeof(ReadingReport))]
[JsonSerializable(typeof(Acknowledgement))]
[JsonSerializable(typeof(AcknowledgeReport))]
[JsonSerializable(typeof(ShelveOrder))]
[JsonSerializable(typeof(UnshelveOrder))]
[JsonSerializable(typeof(ShelveReport))]
[JsonSerializable(typeof(RequeueOrder))]
[JsonSerializable(typeof(RequeueReport))]
[JsonSerializable(typeof(LeaseRequest))]
[JsonSerializable(typeof(LeaseLine))]
[JsonSerializable(typeof(RegisterWriteNote))]
[JsonSerializable(typeof(LeaseHolder))]
[JsonSerializable(typeof(IReadOnlyList<BusPlace>))]
[JsonSerializable(typeof(WatchLine))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(bool))]
internal sealed partial class LocalApiJson : JsonSerializerContext
{
    /// <summary>With Chinese as it stands, for commands that print what the service said.</summary>
    public static LocalApiJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
