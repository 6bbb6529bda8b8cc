using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Core.Auditing;

namespace Gateway.Cli;

/// <summary>A row of the audit log as a line: for a person, or as a JSON object that holds all that is hashed.</summary>
internal static class AuditRowLine
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(AuditRecord row) =>
        $"{row.Number,6}  {MomentText.Utc(row.WallMs)}  {AuditKindText.Of(row.Kind),-16} {Tame(row.Actor)}  {Tame(Encoding.UTF8.GetString(row.Body.Span))}";

    public static string Json(AuditRecord row)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, _options))
        {
            json.WriteStartObject();
            json.WriteNumber("n", row.Number);
            json.WriteString("time", MomentText.Utc(row.WallMs));
            json.WriteNumber("wall_ms", row.WallMs);
            json.WriteString("kind", AuditKindText.Of(row.Kind));
            json.WriteNumber("kind_number", (int)row.Kind);
            json.WriteString("actor", row.Actor);
            // A row that was changed may hold anything; as text it can still be shown.
            json.WriteString("body", Encoding.UTF8.GetString(row.Body.Span));
            json.WriteString("hash", row.Head.Hash);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>On one line, whatever somebody called himself.</summary>
    private static string Tame(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
}
