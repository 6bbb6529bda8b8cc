namespace Gateway.Core.Documents;

/// <summary>A single value as it is written.</summary>
/// <param name="isPlain">Written without quotes, so that it may be a number, true or false, or nothing.</param>
internal sealed class ScalarNode(TextSpan span, string text, bool isPlain) : Node(span)
{
    public string Text { get; } = text;

    public bool IsPlain { get; } = isPlain;

    /// <summary>What the value is by the core schema of YAML 1.2 (section 10.3.2).</summary>
    public ScalarKind Kind { get; } = isPlain ? CoreSchema.KindOf(text) : ScalarKind.Text;
}
