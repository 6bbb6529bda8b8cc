using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Core.Documents.Shapes;

/// <summary>A finite number within limits.</summary>
internal sealed class NumberShape(bool isWhole = false, double least = -1e30, double most = 1e30) : Shape
{
    public static NumberShape Whole(double least, double most) => new(true, least, most);

    public override Wording Expected => (isWhole, least <= -1e18 && most >= 1e18) switch
    {
        (true, true) => ("a whole number", "整数"),
        (true, false) => ($"a whole number from {least} to {most}", $" {least} 到 {most} 的整数"),
        (false, true) => ("a number", "数字"),
        _ => ($"a number from {least} to {most}", $" {least} 到 {most} 的数字"),
    };

    public override void Check(ShapeCheck check, Node node, Wording name, TextSpan key)
    {
        if (node is not ScalarNode scalar || scalar.Kind is not (ScalarKind.Integer or ScalarKind.Number) || (isWhole && scalar.Kind != ScalarKind.Integer))
            check.WrongType(this, node, name, key);
        else if (LeadingZero(scalar.Text)) CheckLeadingZero(check, scalar);
        else if (!CoreSchema.TryNumber(scalar.Text, out double number) || number < least || number > most
            || (isWhole && !CoreSchema.TryInteger(scalar.Text, out _)))
            check.Report(check.Kinds.OutOfRange, scalar.Span, name, Expected, ShapeCheck.Shortened(scalar.Text));
    }

    private static bool LeadingZero(string text)
    {
        var digits = text.AsSpan().TrimStart("+-");
        return digits.Length > 1 && digits[0] == '0' && digits.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static void CheckLeadingZero(ShapeCheck check, ScalarNode scalar)
    {
        string text = scalar.Text.TrimStart('+', '-').TrimStart('0');
        string digits = text.Length == 0 ? "0" : text;
        bool isOctal = digits.AsSpan().IndexOfAnyExceptInRange('0', '7') < 0 && digits.Length < 20;
        long octal = 0;
        if (isOctal) foreach (char digit in digits) octal = (octal << 3) | (long)(digit - '0');
        check.Report(TextProblems.LeadingZero, scalar.Span, scalar.Text, digits, isOctal ? octal.ToString(CultureInfo.InvariantCulture) : "?", digits);
    }

    public override JsonObject Schema(SchemaDefinitions definitions)
    {
        var schema = new JsonObject { ["type"] = isWhole ? "integer" : "number" };
        if (least > -1e18) schema["minimum"] = least;
        if (most < 1e18) schema["maximum"] = most;
        return schema;
    }
}
