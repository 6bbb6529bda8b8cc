using System.Text.Json.Nodes;

namespace Gateway.Core.Documents.Shapes;

/// <summary>Any text; a number is taken as it is written, since a model may be called 3400.</summary>
internal sealed class TextShape(int most = 2000) : Shape
{
    public override Wording Expected => ("a text", "文本");

    public override void Check(ShapeCheck check, Node node, Wording name, TextSpan key)
    {
        if (node is not ScalarNode { Kind: not (ScalarKind.Null or ScalarKind.Boolean) } scalar) check.WrongType(this, node, name, key);
        else if (scalar.Text.Length == 0 || scalar.Text.Length > most)
            check.Report(check.Kinds.OutOfRange, node.Span, name, ($"1 to {most} characters long", $"长度 1 到 {most} 的文本"),
                ($"{scalar.Text.Length}", $"{scalar.Text.Length} 个字符"));
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["type"] = new JsonArray("string", "number"), ["minLength"] = 1, ["maxLength"] = most };
}
