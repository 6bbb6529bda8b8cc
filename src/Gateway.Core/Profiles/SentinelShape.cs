using System.Text.Json.Nodes;
using Gateway.Core.Documents;
using Gateway.Core.Documents.Shapes;

namespace Gateway.Core.Profiles;

/// <summary>A raw value that means "no value": <c>nan</c>, a number, or its bytes in hexadecimal.</summary>
internal sealed class SentinelShape : Shape
{
    public override Wording Expected => ("nan, a number, or bytes such as 0x8000", " nan、数字或字节，例如 0x8000");

    public override void Check(ShapeCheck check, Node node, Wording name, TextSpan key)
    {
        bool isFine = node is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Number } or ScalarNode { Kind: ScalarKind.Text, Text: "nan" };
        if (!isFine) check.WrongType(this, node, name, key);
    }

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["anyOf"] = new JsonArray(new JsonObject { ["const"] = "nan" }, new JsonObject { ["type"] = "number" }) };
}
