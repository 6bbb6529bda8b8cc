using Gateway.Core.Documents.Shapes;

namespace Gateway.Core.Documents;

/// <summary>Values that stand on one line, written with the usual blanks and their keys in the usual order: <c>{ a: 1, b: [2, 3] }</c>.</summary>
internal static class FlowText
{
    /// <summary>Where a value ends: the column after it; null when it does not end on the line on which it begins.</summary>
    public static int? End(SourceFile file, Node node)
    {
        if (node is ScalarNode scalar) return scalar.Span.EndLine == scalar.Span.Line ? scalar.Span.EndColumn : null;
        if (!IsFlow(file, node)) return null;
        string line = file.Lines[node.Span.Line - 1];
        Node? last = node is MapNode { Entries: [.., var entry] } ? entry.Value : node is ListNode { Items: [.., var item] } ? item : null;
        int at = node.Span.Column;
        if (last is not null)
        {
            if (last.Span.Line != node.Span.Line || End(file, last) is not { } inner) return null;
            at = inner - 1;
        }
        while (at < line.Length && line[at] is ' ' or ',') at++;
        return at < line.Length && line[at] is '}' or ']' ? at + 2 : null;
    }

    /// <summary>A value that <see cref="End"/> found on one line.</summary>
    /// <param name="shape">Gives the order of keys; null to keep it.</param>
    public static string Render(SourceFile file, Node node, Shape? shape) => node switch
    {
        MapNode { Entries.Count: 0 } => "{}",
        MapNode map => $"{{ {string.Join(", ", KeyOrder.Sorted(map.Entries, shape).Select(entry => Entry(file, entry, shape)))} }}",
        ListNode list => $"[{string.Join(", ", list.Items.Select(item => Render(file, item, KeyOrder.Item(shape))))}]",
        _ => Source(file, node),
    };

    public static bool IsFlow(SourceFile file, Node node)
    {
        string? line = file.Line(node.Span.Line);
        return line is not null && node.Span.Column <= line.Length && line[node.Span.Column - 1] is '{' or '[';
    }

    private static string Entry(SourceFile file, MapEntry entry, Shape? shape) =>
        $"{Source(file, entry.Key)}: {Render(file, entry.Value, KeyOrder.Under(shape, entry))}";

    private static string Source(SourceFile file, Node node) => file.Lines[node.Span.Line - 1][(node.Span.Column - 1)..(node.Span.EndColumn - 1)];
}
