using System.Text.Json.Nodes;
using Gateway.Core.Documents;
using Gateway.Core.Documents.Shapes;
using Gateway.Core.Profiles;

namespace Gateway.Core.Site;

/// <summary>The <c>alarms:</c> of a device: three fixed names for the device itself, every other name a point.</summary>
internal sealed class AlarmsShape(Shape point, Shape device) : Shape
{
    public static IReadOnlyList<string> DeviceAlarms => PointCompiler.ReservedNames;

    public override Wording Expected => ("a map from points to alarms", "点位到报警的映射");

    public override void Check(ShapeCheck check, Node node, Wording name, TextSpan key)
    {
        if (node is not MapNode map)
        {
            check.WrongType(this, node, name, key);
            return;
        }
        foreach (var entry in map.Entries)
            check.Value(DeviceAlarms.Contains(entry.Name) ? device : point, entry.Value, Wording.Quoted(ShapeCheck.Shortened(entry.Name)), entry.Key.Span);
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var properties = new JsonObject();
        foreach (string name in DeviceAlarms) properties[name] = device.Schema(definitions);
        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = point.Schema(definitions) };
    }
}
