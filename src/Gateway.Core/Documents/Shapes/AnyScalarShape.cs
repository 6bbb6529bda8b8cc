using System.Text.Json.Nodes;

namespace Gateway.Core.Documents.Shapes;

/// <summary>A number, true or false, or a text.</summary>
internal sealed class AnyScalarShape : Shape
{
    public override Wording Expected => ("a value", "值");

    public override void Check(ShapeCheck check, Node node, Wording name, TextSpan key)
    {
        if (node is not ScalarNode { Kind: not ScalarKind.Null }) check.WrongType(this, node, name, key);
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = new JsonArray("string", "number", "boolean") };
}
