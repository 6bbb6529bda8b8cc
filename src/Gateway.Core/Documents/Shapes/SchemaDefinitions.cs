using System.Text.Json.Nodes;

namespace Gateway.Core.Documents.Shapes;

/// <summary>Shapes that a schema uses in several places, written once under <c>$defs</c>.</summary>
internal sealed class SchemaDefinitions
{
    public JsonObject All { get; } = [];

    public JsonObject Reference(string name, Func<JsonObject> schema)
    {
        if (!All.ContainsKey(name))
        {
            All[name] = new JsonObject();
            All[name] = schema();
        }
        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }
}
