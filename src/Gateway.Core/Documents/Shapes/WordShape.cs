using System.Text.Json.Nodes;

namespace Gateway.Core.Documents.Shapes;

/// <summary>One of a fixed list of words.</summary>
internal sealed class WordShape(params string[] words) : Shape
{
    public override Wording Expected => words.Length == 1
        ? words[0]
        : ($"one of {string.Join(", ", words)}", $"以下之一：{string.Join("、", words)}");

    public override void Check(ShapeCheck check, Node node, Wording name, TextSpan key)
    {
        if (node is not ScalarNode { Kind: not (ScalarKind.Null or ScalarKind.Boolean) } scalar)
        {
            check.WrongType(this, node, name, key);
            return;
        }
        if (words.Contains(scalar.Text)) return;
        string? suggestion = Suggestion.For(scalar.Text, words);
        check.ReportMeant(check.Kinds.NotAllowed, scalar.Span, suggestion, suggestion, ShapeCheck.Shortened(scalar.Text), name, string.Join(", ", words));
    }

    /// <remarks>A word that looks like a number is a number when written without quotes; both are allowed.</remarks>
    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var all = new JsonArray([.. words.Select(word => (JsonNode)word)]);
        foreach (string word in words)
            if (CoreSchema.KindOf(word) is ScalarKind.Integer && CoreSchema.TryInteger(word, out long number)) all.Add(number);
        return new JsonObject { ["enum"] = all };
    }
}
