using System.Text.Json.Nodes;

namespace Gateway.Core.Documents.Shapes;

/// <summary>A list of like values.</summary>
internal sealed class ListShape(Shape item, int least = 1, int most = 10_000) : Shape
{
    public Shape Item => item;

    public override Wording Expected => ("a list", "列表");

    public override void Check(ShapeCheck check, Node node, Wording name, TextSpan key)
    {
        if (node is not ListNode list)
        {
            check.WrongType(this, node, name, key);
            return;
        }
        if (check.IsWhole && (list.Items.Count < least || list.Items.Count > most))
            check.Report(check.Kinds.WrongCount, key, name, Count());
        Wording one = ($"an item of {name.English}", $"{name.Chinese} 的项");
        foreach (var entry in list.Items) check.Value(item, entry, one, entry.Span);
    }

    private Wording Count() => least == most ? ($"exactly {least} items", $"恰好 {least} 项") : ($"{least} to {most} items", $" {least} 到 {most} 项");

    public override JsonObject Schema(SchemaDefinitions definitions) =>
        new() { ["type"] = "array", ["minItems"] = least, ["maxItems"] = most, ["items"] = item.Schema(definitions) };
}
