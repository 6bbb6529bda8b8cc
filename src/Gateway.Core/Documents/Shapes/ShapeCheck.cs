namespace Gateway.Core.Documents.Shapes;

/// <summary>One run of a document against its shape: where problems go and in which family.</summary>
/// <param name="document">The document being checked.</param>
/// <param name="kinds">The family of codes for this kind of file.</param>
internal sealed class ShapeCheck(Document document, ShapeProblems kinds, ProblemList problems)
{
    public ShapeProblems Kinds => kinds;

    /// <summary>False when lines had to be left out, so that a missing key proves nothing.</summary>
    public bool IsWhole => document.IsWhole;

    public static void Run(Document document, Shape shape, ShapeProblems kinds, ProblemList problems)
    {
        var check = new ShapeCheck(document, kinds, problems);
        var whole = document.File.Lines.Count > 0 ? TextSpan.Of(1, 1, document.File.Lines[0].Length) : TextSpan.Start;
        check.Value(shape, document.Root, ("the file", "文件"), whole);
    }

    /// <summary>Checks a value.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="key">Where to point when the value itself takes no room.</param>
    public void Value(Shape shape, Node node, Wording name, TextSpan key)
    {
        if (node is not OpaqueNode) shape.Check(this, node, name, key);
    }

    public Problem Report(ProblemKind kind, TextSpan span, params Wording[] arguments)
    {
        var problem = document.File.Problem(kind, span, arguments);
        problems.Add(problem);
        return problem;
    }

    /// <summary>Reports a mistake together with the word that was probably meant, or the text that puts it right.</summary>
    public void ReportMeant(ProblemKind kind, TextSpan span, string? suggestion, string? replacement, params Wording[] arguments)
    {
        var fix = replacement is null ? null : document.File.Edit(span, replacement);
        problems.Add(document.File.Problem(kind, span, arguments) with { Suggestion = suggestion, Fix = fix });
    }

    public void WrongType(Shape shape, Node node, Wording name, TextSpan key) =>
        Report(kinds.WrongType, node is ScalarNode { Kind: not ScalarKind.Null } ? node.Span : key, name, shape.Expected, Describe(node));

    private static Wording Describe(Node node) => node switch
    {
        MapNode => ("a map", "映射"),
        ListNode => ("a list", "列表"),
        ScalarNode { Kind: ScalarKind.Null } => ("empty", "空"),
        ScalarNode { Kind: ScalarKind.Boolean } scalar => ($"{scalar.Text} (true or false)", $"{scalar.Text}（真假值）"),
        ScalarNode { IsPlain: false } scalar => ($"the text \"{Shortened(scalar.Text)}\"", $"文本 \"{Shortened(scalar.Text)}\""),
        ScalarNode { Kind: ScalarKind.Text } scalar => ($"the text '{Shortened(scalar.Text)}'", $"文本 “{Shortened(scalar.Text)}”"),
        ScalarNode scalar => ($"the number {Shortened(scalar.Text)}", $"数字 {Shortened(scalar.Text)}"),
        _ => ("something else", "其他内容"),
    };

    public static string Shortened(string text) => text.Length <= 40 ? text : text[..39] + "…";
}
