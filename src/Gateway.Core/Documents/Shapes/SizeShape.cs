namespace Gateway.Core.Documents.Shapes;

/// <summary>A size on disk within limits.</summary>
internal sealed class SizeShape(string least, string most) : PatternShape(ByteSizes.Pattern, ("a size such as 200MB or 2GB", "大小，例如 200MB 或 2GB"))
{
    protected override void CheckValue(ShapeCheck check, ScalarNode scalar, Wording name)
    {
        if (ByteSizes.TryParse(scalar.Text, out long bytes) && bytes >= Bytes(least) && bytes <= Bytes(most)) return;
        check.Report(check.Kinds.OutOfRange, scalar.Span, name, ($"from {least} to {most}", $" {least} 到 {most} 之间的大小"), scalar.Text);
    }

    private static long Bytes(string text) => ByteSizes.TryParse(text, out long bytes) ? bytes : throw new ArgumentException(text);
}
