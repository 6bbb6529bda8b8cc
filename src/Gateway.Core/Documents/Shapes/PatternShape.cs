using System.Text.Json.Nodes;

namespace Gateway.Core.Documents.Shapes;

/// <summary>A text of a certain form.</summary>
/// <param name="pattern">A regular expression that .NET and ECMAScript read alike, from ^ to $.</param>
/// <param name="expected">The form in words, with an example.</param>
internal class PatternShape(string pattern, Wording expected) : Shape
{
    private readonly TextForm _form = new(pattern);

    public override Wording Expected => expected;

    public override void Check(ShapeCheck check, Node node, Wording name, TextSpan key)
    {
        if (node is not ScalarNode { Kind: ScalarKind.Text } scalar) check.WrongType(this, node, name, key);
        else if (!_form.Fits(scalar.Text)) check.Report(check.Kinds.WrongForm, scalar.Span, name, expected, ShapeCheck.Shortened(scalar.Text));
        else CheckValue(check, scalar, name);
    }

    /// <summary>Looks at a text that has the right form.</summary>
    protected virtual void CheckValue(ShapeCheck check, ScalarNode scalar, Wording name)
    {
    }

    public override JsonObject Schema(SchemaDefinitions definitions) => new() { ["type"] = "string", ["pattern"] = pattern };
}
