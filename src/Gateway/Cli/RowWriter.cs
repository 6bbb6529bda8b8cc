using System.CommandLine;
using System.Text;
using System.Text.Json;

namespace Gateway.Cli;

/// <summary>
/// Makes rows, as <c>csv</c> or as JSON a line, of what a verb says as JSON, document by document: the elements of its first array of objects that has any,
/// else the document
/// itself. Errors go to the error stream, and what is no JSON goes through as it is.
/// </summary>
internal sealed class RowWriter(TextWriter output, TextWriter error, bool isCsv) : TextWriter
{
    private readonly StringBuilder _document = new();
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;
    private IReadOnlyList<string>? _columns;

    public override Encoding Encoding => output.Encoding;

    /// <returns>Null when no rows were asked for, or the verb writes them itself.</returns>
    public static RowWriter? For(ParseResult parsed, TextWriter output, TextWriter error) =>
        SharedOptions.FormOf(parsed) is ("csv" or "jsonl") and { } form && parsed.CommandResult.Command is not Verb { WritesRows: true }
            ? new RowWriter(output, error, form == "csv")
            : null;

    public override void Write(char value)
    {
        if (_depth == 0 && value != '{')
        {
            // The end of the line on which a document ended is no line.
            if (_document.Length == 0) output.Write(value);
            else if (value == '\n') _document.Clear();
            return;
        }
        _document.Append(value);
        Follow(value);
        if (_depth > 0) return;
        WriteRows();
        output.Flush();
        _document.Clear().Append(' ');
    }

    public override void Flush() => output.Flush();

    /// <summary>Where a document ends: at its last bracket that stands in no string.</summary>
    private void Follow(char value)
    {
        if (_isEscaped) _isEscaped = false;
        else if (_isInString && value == '\\') _isEscaped = true;
        else if (value == '"') _isInString = !_isInString;
        else if (!_isInString && value is '{' or '[') _depth++;
        else if (!_isInString && value is '}' or ']') _depth--;
    }

    private void WriteRows()
    {
        using var document = JsonDocument.Parse(_document.ToString().TrimStart());
        var root = document.RootElement;
        if (root.TryGetProperty("schema", out var schema) && schema.ValueEquals("envgw.error/1"))
        {
            error.WriteLine(Compact(root));
            return;
        }
        var rows = RowsOf(root);
        if (isCsv) WriteCsv([.. rows.Select(Flat)]);
        else
            foreach (var row in rows) output.Write(Compact(row) + "\n");
    }

    private static IReadOnlyList<JsonElement> RowsOf(JsonElement root)
    {
        var lists = root.EnumerateObject().Select(member => member.Value)
            .Where(value =>
                value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(element => element.ValueKind == JsonValueKind.Object)).ToList();
        return lists.Count == 0 ? [root] : lists.Find(list => list.GetArrayLength() > 0) is { ValueKind: JsonValueKind.Array } first
            ? [.. first.EnumerateArray()] : [];
    }

    /// <summary>A stream keeps the columns of its first document.</summary>
    private void WriteCsv(IReadOnlyList<Dictionary<string, string>> rows)
    {
        if (rows.Count == 0) return;
        if (_columns is null)
        {
            _columns = [.. rows.SelectMany(row => row.Keys).Distinct()];
            WriteLine(_columns);
        }
        foreach (var row in rows) WriteLine(_columns.Select(column => row.GetValueOrDefault(column, "")));
    }

    /// <summary>RFC 4180, with the line end of this system.</summary>
    private void WriteLine(IEnumerable<string> cells) =>
        output.Write(string.Join(',',
            cells.Select(cell => cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell)) + "\n");

    /// <summary>Members of members as <c>a.b</c>; arrays with blanks between.</summary>
    private static Dictionary<string, string> Flat(JsonElement row)
    {
        Dictionary<string, string> cells = [];
        foreach (var member in row.EnumerateObject())
        {
            // What kind of document it is belongs to no row.
            if (member.NameEquals("schema")) continue;
            if (member.Value.ValueKind == JsonValueKind.Object)
                foreach (var (name, text) in Flat(member.Value)) cells[$"{member.Name}.{name}"] = text;
            else cells[member.Name] = Cell(member.Value);
        }
        return cells;
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(Cell)),
        JsonValueKind.Object => Compact(value),
        _ => value.GetRawText(),
    };

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element, CliJson.Lines.JsonElement);
}
