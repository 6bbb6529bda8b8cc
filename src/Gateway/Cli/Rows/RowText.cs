using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Core.Readings;

namespace Gateway.Cli.Rows;

/// <summary>Values as text that reads back as the same value.</summary>
internal static class RowText
{
    private static readonly System.Buffers.SearchValues<char> _quoted = System.Buffers.SearchValues.Create(",\"\r\n");

    /// <summary>The shortest text of the same double; nothing for null.</summary>
    public static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Nothing when there is no value.</summary>
    public static string Value(in Reading reading) => reading.Kind switch
    {
        ValueKind.Number => Number(reading.Number),
        ValueKind.Boolean => reading.Boolean ? "true" : "false",
        ValueKind.Text => reading.Text ?? "",
        _ => "",
    };

    public static string JsonValue(in Reading reading) => reading.Kind switch
    {
        ValueKind.Text => Json(reading.Text ?? ""),
        ValueKind.None => "null",
        _ => Value(reading),
    };

    public static string JsonNumber(double? number) => number is null ? "null" : Number(number);

    /// <summary>A JSON string with its quotation marks; Chinese stands as it is.</summary>
    public static string Json(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>A field of a CSV file (RFC 4180, section 2).</summary>
    public static string Csv(string text) => text.AsSpan().ContainsAny(_quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
