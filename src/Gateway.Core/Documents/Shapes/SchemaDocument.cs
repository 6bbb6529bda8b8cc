using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Core.Documents.Shapes;

/// <summary>The JSON Schema (2020-12) of a kind of file, made from the same shape that checks it.</summary>
public static class SchemaDocument
{
    private static readonly JsonSerializerOptions _readable =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The words for the kinds of file: what <c>envgw schema print</c> takes.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Enum.GetValues<FileKind>().Select(FileShapes.Name)];

    public static bool TryParse(string word, out FileKind kind)
    {
        int at = Kinds.ToList().IndexOf(word);
        kind = (FileKind)Math.Max(at, 0);
        return at >= 0;
    }

    /// <summary>The schema as indented JSON with a final newline; the same bytes for the same version of the program.</summary>
    public static string For(FileKind kind)
    {
        var definitions = new SchemaDefinitions();
        var root = FileShapes.Of(kind).Schema(definitions);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"urn:envgw:{FileShapes.Name(kind)}:1",
            ["title"] = FileShapes.Title(kind),
        };
        foreach (var (key, value) in root) schema[key] = value?.DeepClone();
        schema["$defs"] = definitions.All;
        return schema.ToJsonString(_readable) + "\n";
    }
}
