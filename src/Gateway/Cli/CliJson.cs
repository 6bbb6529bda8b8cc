using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Cli.Doctor;
using Gateway.Core.Receiving;

namespace Gateway.Cli;

/// <summary>What commands say by themselves, as JSON: camel case, English, fields only ever added.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(DeviceAddReport))]
[JsonSerializable(typeof(DeviceListReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(DeviceTestReport))]
[JsonSerializable(typeof(BufferReport))]
[JsonSerializable(typeof(BufferVerifyReport))]
[JsonSerializable(typeof(ExplainReport))]
[JsonSerializable(typeof(ProfileListReport))]
[JsonSerializable(typeof(ProfileReport))]
[JsonSerializable(typeof(ProfileTestReport))]
[JsonSerializable(typeof(ProfileFormatReport))]
[JsonSerializable(typeof(ProfileNewReport))]
[JsonSerializable(typeof(ProfileMatchReport))]
[JsonSerializable(typeof(ReceiverReport))]
[JsonSerializable(typeof(MistakeReport))]
[JsonSerializable(typeof(TroubleReport))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
[JsonSerializable(typeof(bool))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>The same on one line each, for a stream of them.</summary>
    public static CliJson Lines =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = false });

    /// <summary>With Chinese as it stands: what is printed here goes to a terminal or a file, never into a web page.</summary>
    public static CliJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
