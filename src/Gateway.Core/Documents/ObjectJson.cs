using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Core.Documents;

/// <summary>One JSON object in UTF-8 on one line, written by its members: the form of whatever is stored, sent or hashed.</summary>
/// <remarks>Chinese text is UTF-8 and not escapes. Nothing of it is ever put into HTML unescaped.</remarks>
internal static class ObjectJson
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(Action<Utf8JsonWriter> members)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, _options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return output.WrittenSpan.ToArray();
    }
}
