using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Core.Documents;

/// <summary>Problems as a machine reads them: one document, <c>"schema":"envgw.check/1"</c>. Fields are only ever added within this version.</summary>
public static class ProblemJson
{
    private static readonly JsonWriterOptions _options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Render(IReadOnlyCollection<Problem> problems, string language)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, _options))
        {
            json.WriteStartObject();
            json.WriteString("schema", "envgw.check/1");
            json.WriteNumber("errors", problems.Count(problem => problem.Severity == Severity.Error));
            json.WriteNumber("warnings", problems.Count(problem => problem.Severity == Severity.Warning));
            json.WriteStartArray("problems");
            foreach (var problem in problems) Write(json, problem, language);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter json, Problem problem, string language)
    {
        json.WriteStartObject();
        WritePlace(json, problem.File, problem.Span);
        json.WriteString("code", problem.Code);
        json.WriteString("severity", ProblemText.Severity(problem.Severity).English);
        json.WriteString("message", problem.Message(language));
        json.WriteString("help", problem.Help(language));
        if (problem.Suggestion is { } word) json.WriteString("suggestion", word);
        if (problem.Note is { } note) json.WriteString("note", note.In(language));
        if (problem.Fix is { } fix)
        {
            json.WriteStartObject("fix");
            json.WriteNumber("line", fix.Span.Line);
            json.WriteNumber("column", fix.Span.Column);
            json.WriteNumber("endColumn", fix.Span.EndColumn);
            json.WriteString("replacement", fix.Replacement);
            json.WriteEndObject();
        }
        if (problem.Related is { } related)
        {
            json.WriteStartObject("related");
            WritePlace(json, related.File, related.Span);
            json.WriteString("note", related.Note.In(language));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, string file, TextSpan span)
    {
        json.WriteString("file", file);
        json.WriteNumber("line", span.Line);
        json.WriteNumber("column", span.Column);
        json.WriteNumber("endLine", span.EndLine);
        json.WriteNumber("endColumn", span.EndColumn);
    }
}
