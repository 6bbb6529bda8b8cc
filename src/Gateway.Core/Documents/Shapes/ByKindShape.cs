using System.Text.Json.Nodes;

namespace Gateway.Core.Documents.Shapes;

/// <summary>A value that may be written short, as a scalar, or long, as a map or list. Which it is decides how it is checked, so messages stay exact.</summary>
internal sealed class ByKindShape(Wording expected, Shape? scalar = null, Shape? map = null, Shape? list = null) : Shape
{
    /// <summary>What a map must be; null when none may stand here.</summary>
    public Shape? Map => map;

    public Shape? List => list;

    public override Wording Expected => expected;

    public override void Check(ShapeCheck check, Node node, Wording name, TextSpan key)
    {
        var chosen = node switch { MapNode => map, ListNode => list, _ => scalar };
        if (chosen is null || node is ScalarNode { Kind: ScalarKind.Null }) check.WrongType(this, node, name, key);
        else chosen.Check(check, node, name, key);
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var any = new JsonArray();
        foreach (var shape in new[] { scalar, map, list })
            if (shape is not null) any.Add(shape.Schema(definitions));
        return new JsonObject { ["anyOf"] = any };
    }
}
