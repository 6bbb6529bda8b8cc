using System.Text.Json.Nodes;

namespace Gateway.Core.Documents.Shapes;

/// <summary>A map whose keys are names or numbers that the file chooses.</summary>
/// <param name="pattern">What a key may look like.</param>
/// <param name="keyCalled">What messages call a key: <c>the name of a bus</c>.</param>
/// <param name="keyForm">How a key is written: <c>lower case letters, digits …</c>.</param>
internal sealed class NamedMapShape(string pattern, Wording keyCalled, Wording keyForm, Shape value, int least = 1, int most = 10_000) : Shape
{
    /// <summary>Names of things: lower case letters, digits, hyphens and underscores, at most 64.</summary>
    public const string NamePattern = "^[a-z0-9][a-z0-9_-]{0,63}$";

    private readonly TextForm _form = new(pattern);

    public static Wording NameForm { get; } = ("up to 64 lower case letters, digits, '-' and '_'", "最多 64 个小写字母、数字、“-” 和 “_”");

    public static NamedMapShape Of(Wording keyCalled, Shape value) => new(NamePattern, keyCalled, NameForm, value);

    /// <summary>What stands under every name.</summary>
    public Shape Value => value;

    public override Wording Expected => ("a map of names", "以名称为键的映射");

    public override void Check(ShapeCheck check, Node node, Wording name, TextSpan key)
    {
        if (node is not MapNode map)
        {
            check.WrongType(this, node, name, key);
            return;
        }
        if (check.IsWhole && (map.Entries.Count < least || map.Entries.Count > most))
            check.Report(check.Kinds.WrongCount, key, name, ($"{least} to {most} entries", $" {least} 到 {most} 个条目"));
        foreach (var entry in map.Entries)
        {
            if (!_form.Fits(entry.Name)) check.Report(check.Kinds.WrongName, entry.Key.Span, ShapeCheck.Shortened(entry.Name), keyCalled, keyForm);
            check.Value(value, entry.Value, Wording.Quoted(ShapeCheck.Shortened(entry.Name)), entry.Key.Span);
        }
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new()
    {
        ["type"] = "object",
        ["minProperties"] = least,
        ["maxProperties"] = most,
        ["patternProperties"] = new JsonObject { [pattern] = value.Schema(definitions) },
        ["additionalProperties"] = false,
    };
}
