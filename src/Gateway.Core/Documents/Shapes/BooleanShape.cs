using System.Text.Json.Nodes;

namespace Gateway.Core.Documents.Shapes;

/// <summary>True or false.</summary>
internal sealed class BooleanShape : Shape
{
    private static readonly string[] _yes = ["YES", "ON", "Y"];
    private static readonly string[] _no = ["NO", "OFF", "N"];

    public override Wording Expected => ("true or false", " true 或 false");

    public override void Check(ShapeCheck check, Node node, Wording name, TextSpan key)
    {
        if (node is ScalarNode { Kind: ScalarKind.Boolean }) return;
        string folded = node is ScalarNode scalar ? scalar.Text.ToUpperInvariant() : "";
        string? meant = _yes.Contains(folded) ? "true" : _no.Contains(folded) ? "false" : null;
        if (meant is null) check.WrongType(this, node, name, key);
        else check.ReportMeant(TextProblems.LooseBoolean, node.Span, null, meant, ((ScalarNode)node).Text, meant);
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "boolean" };
}
