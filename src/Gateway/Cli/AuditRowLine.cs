using System.Text;
using Gateway.Core.Auditing;
using Gateway.Core.Documents;

namespace Gateway.Cli;

/// <summary>A row of the audit log as a line: for a person, or as a JSON object that holds all that is hashed.</summary>
internal static class AuditRowLine
{
    public static string Text(AuditRecord row) =>
        $"{row.Number,6}  {MomentText.Utc(row.WallMs)}  {AuditKindText.Of(row.Kind),-16} {Tame(row.Actor)}  {Tame(Encoding.UTF8.GetString(row.Body.Span))}";

    public static string Json(AuditRecord row)
    {
        byte[] line = ObjectJson.Of(json =>
        {
            json.WriteNumber("n", row.Number);
            json.WriteString("time", MomentText.Utc(row.WallMs));
            json.WriteNumber("wall_ms", row.WallMs);
            json.WriteString("kind", AuditKindText.Of(row.Kind));
            json.WriteNumber("kind_number", (int)row.Kind);
            json.WriteString("actor", row.Actor);
            // A row that was changed may hold anything; as text it can still be shown.
            json.WriteString("body", Encoding.UTF8.GetString(row.Body.Span));
            json.WriteString("hash", row.Head.Hash);
        });
        return Encoding.UTF8.GetString(line);
    }

    /// <summary>On one line, whatever somebody called himself.</summary>
    private static string Tame(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
}
