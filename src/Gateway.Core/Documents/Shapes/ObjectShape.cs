using System.Collections.ObjectModel;
using System.Text.Json.Nodes;

namespace Gateway.Core.Documents.Shapes;

/// <summary>A map with a fixed set of keys.</summary>
/// <param name="name">Its name in the schema's definitions.</param>
/// <param name="called">What messages call one: <c>a point</c>.</param>
internal sealed class ObjectShape(string name, Wording called, params ShapeKey[] keys) : Shape
{
    private readonly Dictionary<string, ShapeKey> _keys = keys.ToDictionary(key => key.Name);

    /// <summary>The keys, in the order in which they are best written.</summary>
    public IReadOnlyList<ShapeKey> Keys => keys;

    /// <summary>Keys of which exactly one must be there.</summary>
    public IReadOnlyList<string> ExactlyOneOf { get; init; } = [];

    /// <summary>Words that people write for a key, as other programs call it.</summary>
    public IReadOnlyDictionary<string, string> OtherWords { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Keys that have no meaning without another: the first needs the second.</summary>
    public IReadOnlyList<(string Key, string Needs)> Needs { get; init; } = [];

    public override Wording Expected => called;

    public override void Check(ShapeCheck check, Node node, Wording name, TextSpan key)
    {
        if (node is not MapNode map)
        {
            check.WrongType(this, node, name, key);
            return;
        }
        foreach (var entry in map.Entries)
        {
            if (_keys.TryGetValue(entry.Name, out var known)) check.Value(known.Shape, entry.Value, Wording.Quoted(entry.Name), entry.Key.Span);
            else CheckUnknown(check, entry, map);
        }
        if (check.IsWhole) CheckPresence(check, map, key);
    }

    private void CheckUnknown(ShapeCheck check, MapEntry entry, MapNode map)
    {
        string? suggestion = Suggestion.For(entry.Name, _keys.Keys.Where(known => map.Find(known) is null));
        string known = string.Join(", ", _keys.Keys);
        // What has another name has another form too, so it is not written by itself.
        string? meant = suggestion ?? (OtherWordFor(entry.Name) is { } other && map.Find(other) is null ? other : null);
        check.ReportMeant(check.Kinds.UnknownKey, entry.Key.Span, meant, suggestion, ShapeCheck.Shortened(entry.Name), called, known);
    }

    private string? OtherWordFor(string name) => OtherWords.GetValueOrDefault(Suggestion.For(name, OtherWords.Keys) ?? name);

    private void CheckPresence(ShapeCheck check, MapNode map, TextSpan key)
    {
        // A key that was probably misspelt is not also reported as missing.
        var unknown = map.Entries.Where(entry => !_keys.ContainsKey(entry.Name))
            .Select(entry => Suggestion.For(entry.Name, _keys.Keys) ?? OtherWordFor(entry.Name)).ToHashSet();
        foreach (var missing in keys.Where(wanted => wanted.IsRequired && map.Find(wanted.Name) is null && !unknown.Contains(wanted.Name)))
            check.Report(check.Kinds.MissingKey, key, missing.Name, called, missing.Docs);
        int present = ExactlyOneOf.Count(one => map.Find(one) is not null);
        if (ExactlyOneOf.Count > 0 && present != 1 && !ExactlyOneOf.Any(unknown.Contains))
            check.Report(check.Kinds.OneOf, key, called, string.Join(", ", ExactlyOneOf), present == 0 ? ("add", "添加") : ("keep", "保留"));
        foreach (var (first, second) in Needs)
        {
            if (map.Find(first) is { } entry && map.Find(second) is null && !unknown.Contains(second))
                check.Report(check.Kinds.NeedsKey, entry.Key.Span, first, second);
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Reference(name, () => Properties(definitions));

    private JsonObject Properties(SchemaDefinitions definitions)
    {
        var properties = new JsonObject();
        foreach (var key in keys)
        {
            var schema = key.Shape.Schema(definitions);
            schema["description"] = key.Docs;
            properties[key.Name] = schema;
        }
        var whole = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        string[] required = [.. keys.Where(key => key.IsRequired).Select(key => key.Name)];
        if (required.Length > 0) whole["required"] = Strings(required);
        if (ExactlyOneOf.Count > 0) whole["oneOf"] = new JsonArray([.. ExactlyOneOf.Select(one => (JsonNode)new JsonObject { ["required"] = Strings([one]) })]);
        if (Needs.Count > 0)
        {
            var needs = new JsonObject();
            foreach (var group in Needs.GroupBy(need => need.Key)) needs[group.Key] = Strings([.. group.Select(need => need.Needs)]);
            whole["dependentRequired"] = needs;
        }
        return whole;
    }

    private static JsonArray Strings(string[] words) => [.. words.Select(word => (JsonNode)word)];
}
