using Gateway.Core.Documents.Shapes;

namespace Gateway.Core.Documents;

/// <summary>
/// Writes a document the usual way: keys in the order of its shape, one blank where blanks are free, no blanks at the end of a line, one line end at the end.
/// Comments stay with the lines they belong to: those above a key go with it, those behind a value stay behind it.
/// </summary>
internal sealed class DocumentFormatter(SourceFile file)
{
    /// <param name="document">Read from the file without any mistake in its text.</param>
    /// <returns>Null when it could not be done without changing what the document says: it is then left alone.</returns>
    public static string? Format(Document document, Shape shape)
    {
        if (!document.IsWhole || document.Root is not MapNode root || root.Entries.Count == 0 || FlowText.IsFlow(document.File, root)) return null;
        var lines = new DocumentFormatter(document.File).Whole(root, shape);
        string text = string.Join('\n', Tidy(lines)) + "\n";
        var problems = new ProblemList();
        var again = DocumentReader.Read(document.File.Name, System.Text.Encoding.UTF8.GetBytes(text), problems);
        return again is { IsWhole: true } && !problems.HasErrors && SameContent.Of(root, again.Root) ? text : null;
    }

    private List<string> Whole(MapNode root, Shape shape)
    {
        int first = root.Entries[0].Key.Span.Line, end = file.Lines.Count;
        while (end > first && file.Lines[end - 1].AsSpan().Trim().IsEmpty) end--;
        return [.. file.Lines.Take(first - 1), .. Block(root, first, end + 1, shape)];
    }

    /// <summary>A map that is written line by line.</summary>
    /// <param name="from">Its first line.</param>
    /// <param name="to">The line after its last.</param>
    private List<string> Block(MapNode map, int from, int to, Shape? shape)
    {
        var chunks = new Dictionary<MapEntry, List<string>>();
        int start = from;
        for (int i = 0; i < map.Entries.Count; i++)
        {
            int end = i + 1 < map.Entries.Count ? ChunkStart(map.Entries[i + 1].Key.Span, map.Entries[i].Key.Span.Line + 1) : to;
            chunks[map.Entries[i]] = Chunk(map.Entries[i], start, end, KeyOrder.Under(shape, map.Entries[i]));
            start = end;
        }
        // The first key of a list's item stands behind the dash and cannot change its place.
        bool isFree = file.Lines[map.Entries[0].Key.Span.Line - 1].AsSpan(0, map.Entries[0].Key.Span.Column - 1).Trim().IsEmpty;
        var order = isFree ? KeyOrder.Sorted(map.Entries, shape) : map.Entries;
        return [.. order.SelectMany(entry => chunks[entry])];
    }

    /// <summary>Comments right above a key, as far in as the key, belong to it.</summary>
    private int ChunkStart(TextSpan key, int least)
    {
        int line = key.Line;
        while (line > least && IsCommentAt(file.Lines[line - 2], key.Column)) line--;
        return line;
    }

    private static bool IsCommentAt(string line, int column) => line.TrimStart() is ['#', ..] && line.Length - line.TrimStart().Length == column - 1;

    private List<string> Chunk(MapEntry entry, int from, int to, Shape? shape)
    {
        int at = entry.Key.Span.Line;
        List<string> lines = [.. Lines(from, at)];
        string line = file.Lines[at - 1];
        string key = line[..(entry.Key.Span.EndColumn - 1)];
        if (entry.Value.Span.Line == at && FlowText.End(file, entry.Value) is { } end && !IsNothing(entry.Value))
        {
            lines.Add(WithTail($"{key}: {FlowText.Render(file, entry.Value, shape)}", line, end));
            lines.AddRange(Lines(at + 1, to));
            return lines;
        }
        lines.Add(line);
        lines.AddRange(entry.Value switch
        {
            MapNode { Entries.Count: > 0 } map when map.Span.Line > at && !FlowText.IsFlow(file, map) =>
                Nested(map.Entries[0].Key.Span, at, to, start => Block(map, start, to, shape)),
            ListNode { Items.Count: > 0 } list when list.Span.Line > at && !FlowText.IsFlow(file, list) =>
                Nested(list.Items[0].Span, at, to, start => Items(list, start, to, shape)),
            _ => Lines(at + 1, to),
        });
        return lines;
    }

    private IEnumerable<string> Nested(TextSpan first, int key, int to, Func<int, List<string>> inner)
    {
        int start = Math.Min(ChunkStart(first, key + 1), to);
        return [.. Lines(key + 1, start), .. inner(start)];
    }

    private List<string> Items(ListNode list, int from, int to, Shape? shape)
    {
        var lines = new List<string>();
        int start = from;
        for (int i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            int end = i + 1 < list.Items.Count ? ChunkStart(DashOf(list.Items[i + 1]), item.Span.Line + 1) : to;
            lines.AddRange(Lines(start, item.Span.Line));
            lines.AddRange(ItemLines(item, end, KeyOrder.Item(shape)));
            start = end;
        }
        return lines;
    }

    private IEnumerable<string> ItemLines(Node item, int to, Shape? shape)
    {
        int at = item.Span.Line;
        string line = file.Lines[at - 1];
        if (FlowText.End(file, item) is { } end)
            return [WithTail(line[..(item.Span.Column - 1)] + FlowText.Render(file, item, shape), line, end), .. Lines(at + 1, to)];
        return item is MapNode { Entries.Count: > 0 } map && !FlowText.IsFlow(file, map) ? Block(map, at, to, shape) : Lines(at, to);
    }

    private TextSpan DashOf(Node item)
    {
        string line = file.Lines[item.Span.Line - 1];
        return item.Span with { Column = line.Length - line.TrimStart().Length + 1 };
    }

    private static bool IsNothing(Node node) => node is ScalarNode { Text: "", IsPlain: true };

    /// <summary>A rewritten line with the comment that stood behind it, at its old column where there is room.</summary>
    private static string WithTail(string text, string line, int end)
    {
        string tail = line[Math.Min(end - 1, line.Length)..].Trim();
        if (tail.Length == 0) return text;
        int column = line.Length - line[Math.Min(end - 1, line.Length)..].TrimStart().Length;
        return text.PadRight(Math.Max(column, text.Length + 1)) + tail;
    }

    private IEnumerable<string> Lines(int from, int to) => file.Lines.Skip(from - 1).Take(Math.Max(0, to - from));

    /// <summary>No blanks at line ends, no two empty lines together, none at either end.</summary>
    private static List<string> Tidy(IEnumerable<string> lines)
    {
        var tidy = new List<string>();
        foreach (string line in lines.Select(line => line.TrimEnd()))
            if (line.Length > 0 || (tidy.Count > 0 && tidy[^1].Length > 0)) tidy.Add(line);
        while (tidy.Count > 0 && tidy[^1].Length == 0) tidy.RemoveAt(tidy.Count - 1);
        return tidy;
    }
}
