using System.Text.Json.Nodes;

namespace Gateway.Core.Documents.Shapes;

/// <summary>What a value in a file may be. One declaration serves the check of a file and the JSON Schema that editors use, so the two cannot differ.</summary>
internal abstract class Shape
{
    /// <summary>What may stand here, as it fits into "must be …".</summary>
    public abstract Wording Expected { get; }

    /// <summary>Reports everything wrong with a value, not only the first thing.</summary>
    public abstract void Check(ShapeCheck check, Node node, Wording name, TextSpan key);

    /// <summary>The same as JSON Schema 2020-12.</summary>
    public abstract JsonObject Schema(SchemaDefinitions definitions);
}
