using YamlDotNet.Core.Events;

namespace Gateway.Core.Documents;

/// <summary>Builds our tree from the events of a YAML parser, one at a time and without recursion, and refuses what our files may not contain.</summary>
internal sealed class NodeBuilder(SourceFile file, MendedLine[] lines, ProblemList problems)
{
    private const int MostLevels = 32;
    private readonly Stack<Level> _open = new();

    public Node? Root { get; private set; }

    public bool IsWhole { get; private set; } = true;

    /// <summary>Takes one event; false when it is no use to go on.</summary>
    public bool Take(ParsingEvent happened)
    {
        switch (happened)
        {
            case DocumentStart start when Root is not null:
                problems.Add(file.Problem(TextProblems.SeveralDocuments, Span(start)));
                return false;
            case AnchorAlias alias:
                Refuse(TextProblems.Alias, Span(alias));
                Place(new OpaqueNode(Span(alias)));
                return true;
            case Scalar scalar:
                CheckProperties(scalar);
                Place(new ScalarNode(Span(scalar), scalar.Value, scalar.Style == YamlDotNet.Core.ScalarStyle.Plain));
                return true;
            case MappingStart or SequenceStart:
                CheckProperties((NodeEvent)happened);
                _open.Push(new Level(happened is MappingStart, Span(happened)));
                if (_open.Count <= MostLevels) return true;
                Refuse(TextProblems.TooDeep, Span(happened), MostLevels);
                return false;
            case MappingEnd or SequenceEnd:
                Place(_open.Pop().Finished());
                return true;
            default:
                return true;
        }
    }

    private void CheckProperties(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty) Refuse(TextProblems.Alias, Span(node));
        if (!node.Tag.IsEmpty) Refuse(TextProblems.Tag, Span(node), node.Tag.IsNonSpecific ? "!" : node.Tag.Value);
    }

    private void Refuse(ProblemKind kind, TextSpan span, params Wording[] arguments)
    {
        problems.Add(file.Problem(kind, span, arguments));
        IsWhole = false;
    }

    /// <summary>Puts a finished node where it belongs: as key, value, item, or the root.</summary>
    private void Place(Node node)
    {
        if (!_open.TryPeek(out var level)) Root = node;
        else if (!level.IsMap) level.Items.Add(node);
        else if (!level.AwaitsValue) TakeKey(level, node);
        else TakeValue(level, node);
    }

    private void TakeKey(Level level, Node node)
    {
        level.AwaitsValue = true;
        level.Key = node as ScalarNode;
        if (level.Key is not null || node is OpaqueNode) return;
        problems.Add(file.Problem(TextProblems.ComplexKey, node.Span));
    }

    private void TakeValue(Level level, Node value)
    {
        level.AwaitsValue = false;
        if (level.Key is not { } key) return;
        if (!level.Places.TryAdd(key.Text, key.Span))
        {
            var first = new RelatedPlace(file.Name, level.Places[key.Text], ("the first one", "第一处"));
            problems.Add(file.Problem(TextProblems.DuplicateKey, key.Span, Shortened(key.Text)) with { Related = first });
            return;
        }
        if (IsTightKey(key, value) is { } word)
        {
            problems.Add(file.Problem(TextProblems.MissingSpace, key.Span, word)
                with { Fix = file.Edit(key.Span, key.Text.Replace(":", ": ", StringComparison.Ordinal)) });
            if (level.Places.TryAdd(word, key.Span)) level.Entries.Add(new MapEntry(new ScalarNode(key.Span, word, true), new OpaqueNode(value.Span)));
            return;
        }
        level.Entries.Add(new MapEntry(key, value));
    }

    /// <summary>Inside brackets <c>{unit:1}</c> is one word without a value.</summary>
    private static string? IsTightKey(ScalarNode key, Node value)
    {
        int colon = key.IsPlain && value is ScalarNode { IsPlain: true, Text: "" } ? key.Text.IndexOf(':', StringComparison.Ordinal) : -1;
        return colon > 0 && key.Text.AsSpan(0, colon).IndexOfAnyExceptInRange('_', 'z') < 0 ? key.Text[..colon] : null;
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..59] + "…";

    private TextSpan Span(ParsingEvent happened)
    {
        var (line, column) = Place(happened.Start);
        var (endLine, endColumn) = Place(happened.End);
        return endLine > line || endColumn > column ? new TextSpan(line, column, endLine, endColumn) : new TextSpan(line, column, line, column);
    }

    private (int Line, int Column) Place(YamlDotNet.Core.Mark mark)
    {
        int line = (int)Math.Clamp(mark.Line, 1, lines.Length);
        return (line, lines[line - 1].Column((int)Math.Max(mark.Column, 1)));
    }

    private sealed class Level(bool isMap, TextSpan span)
    {
        public bool IsMap => isMap;

        public bool AwaitsValue { get; set; }

        public ScalarNode? Key { get; set; }

        public List<MapEntry> Entries { get; } = [];

        public Dictionary<string, TextSpan> Places { get; } = [];

        public List<Node> Items { get; } = [];

        public Node Finished() => isMap ? new MapNode(span, Entries) : new ListNode(span, Items);
    }
}
