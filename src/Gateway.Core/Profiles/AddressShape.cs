using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Core.Documents;
using Gateway.Core.Documents.Shapes;

namespace Gateway.Core.Profiles;

/// <summary>The place of a register as a profile writes it; what the number means, the profile's <c>addresses</c> says.</summary>
internal sealed partial class AddressShape : Shape
{
    public const string Pattern = "^((hr|ir|co|di):(0x[0-9A-Fa-f]{1,4}|[0-9]{1,5})|[0-9]{5,6})$";

    public override Wording Expected => ("a register such as hr:2, ir:0x1F or 40003", "寄存器，例如 hr:2、ir:0x1F 或 40003");

    public override void Check(ShapeCheck check, Node node, Wording name, TextSpan key)
    {
        if (node is not ScalarNode { Kind: ScalarKind.Text or ScalarKind.Integer } scalar) check.WrongType(this, node, name, key);
        else if (!Form().IsMatch(scalar.Text)) check.Report(check.Kinds.WrongForm, scalar.Span, name, Expected, ShapeCheck.Shortened(scalar.Text));
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => definitions.Reference("address", () => new JsonObject
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "string", ["pattern"] = Pattern },
            new JsonObject { ["type"] = "integer", ["minimum"] = 10001, ["maximum"] = 465536 }),
    });

    [GeneratedRegex("^((hr|ir|co|di):(0x[0-9A-Fa-f]{1,4}|[0-9]{1,5})|[0-9]{5,6})\\z")]
    private static partial Regex Form();
}
