using System.Text.RegularExpressions;

namespace Gateway.Core.Documents;

/// <content>The walk along one line: quotes, brackets, full-width marks.</content>
internal sealed partial class LineCheck
{
    private static readonly Dictionary<char, char> _wideBrackets = new() { ['｛'] = '{', ['［'] = '[', ['｝'] = '}', ['］'] = ']' };

    /// <summary>Walks along a line from a place outside quotes. True when the line ends with a key or dash whose value is still to come.</summary>
    private bool Scan(int number, int from)
    {
        var walk = new LineWalk(number, from);
        for (; walk.At < _lines[number].Text.Length && !walk.IsOver; walk.At++) Step(walk);
        return walk.Opens;
    }

    private void Step(LineWalk walk)
    {
        string text = _lines[walk.Number].Text;
        char c = text[walk.At];
        if (c is ' ' or '\t') return;
        if (c == '#' && walk.At > 0 && text[walk.At - 1] is ' ' or '\t')
        {
            walk.IsOver = true;
            return;
        }
        walk.Enter();
        // The first that knows the character takes it; whatever nobody knows is part of a plain text.
        _ = TakeText(walk, c) || TakeWideBracket(walk, c) || TakeBlockMark(walk, c) || TakeBracket(walk, c) || TakeComma(walk, c) || TakeColon(walk, c);
    }

    /// <summary>A text between quotes, or a reference that should stand between some.</summary>
    private bool TakeText(LineWalk walk, char c)
    {
        if (!walk.IsStart) return false;
        string text = _lines[walk.Number].Text;
        if (c is '"' or '\'') walk.At = SkipQuoted(walk.Number, walk.At);
        else if (c is '“' or '”' or '‘' or '’') walk.At = ReplaceWideQuotes(walk.Number, walk.At);
        else if (_brackets.Count > 0 && text.AsSpan(walk.At).StartsWith("${") && text.IndexOf('}', walk.At) is > 0 and var end)
        {
            QuoteReference(walk.Number, walk.At, end);
            walk.At = end + 2;
        }
        else return false;
        return true;
    }

    /// <summary>Mends the mark; the walk then comes to it again.</summary>
    private bool TakeWideBracket(LineWalk walk, char c)
    {
        if (!_wideBrackets.TryGetValue(c, out char narrow) || !(walk.IsStart || _brackets.Count > 0)) return false;
        ReplaceMark(walk.Number, walk.At, $"{narrow}");
        walk.StayBefore();
        return true;
    }

    /// <summary>The begin of a text of several lines, or of an item of a list.</summary>
    private bool TakeBlockMark(LineWalk walk, char c)
    {
        if (!walk.IsStart || _brackets.Count > 0) return false;
        if (c is '|' or '>')
        {
            _blockTextIndent = _levels.Count > 0 ? _levels.Peek().Indent : 0;
            walk.End();
            return true;
        }
        if (c is not ('-' or '?') || !EndsWord(walk)) return false;
        walk.Open();
        return true;
    }

    private bool TakeBracket(LineWalk walk, char c)
    {
        var line = _lines[walk.Number];
        if (c is '{' or '[' && (walk.IsStart || _brackets.Count > 0))
        {
            _brackets.Push((c, walk.Number, line.Column(walk.At + 1), Indent(line.Text)));
            walk.MayStart();
            return true;
        }
        if (_brackets.Count == 0 || c is not ('}' or ']')) return false;
        CloseBracket(walk.Number, walk.At, c);
        return true;
    }

    private bool TakeComma(LineWalk walk, char c)
    {
        if (_brackets.Count == 0) return false;
        bool isWide = c == '，' && ItemAfterComma().IsMatch(_lines[walk.Number].Text, walk.At);
        if (c != ',' && !isWide) return false;
        if (isWide) ReplaceMark(walk.Number, walk.At, ",");
        walk.MayStart();
        return true;
    }

    private bool TakeColon(LineWalk walk, char c)
    {
        var line = _lines[walk.Number];
        bool endsWord = EndsWord(walk);
        bool isKey = c == ':' && (endsWord || (_brackets.Count > 0 && ",[]{}".Contains(line.Text[walk.At + 1], StringComparison.Ordinal)));
        bool isWide = c == '：' && _brackets.Count > 0 && Name().IsMatch(line.Text[walk.Word..walk.At].TrimEnd());
        if (!isKey && !isWide) return false;
        if (isWide)
        {
            Found(walk.Number, TextProblems.FullWidthColon, walk.At, 1);
            line.Replace(walk.At, 1, endsWord ? ":" : ": ");
        }
        walk.Open();
        return true;
    }

    private bool EndsWord(LineWalk walk) => _lines[walk.Number].Text is var text && (walk.At + 1 == text.Length || text[walk.At + 1] is ' ' or '\t');

    private void CloseBracket(int number, int at, char bracket)
    {
        var (open, line, column, _) = _brackets.Pop();
        if (Closing(open) == bracket) return;
        var place = new RelatedPlace(_file.Name, TextSpan.Of(line + 1, column, 1), $"'{open}'");
        Found(number, TextProblems.UnclosedBracket, at, 1, $"{open}", $"{Closing(open)}");
        _ofThisLine[^1] = _ofThisLine[^1] with { Related = place };
        _lines[number].Replace(at, 1, $"{Closing(open)}");
    }

    /// <summary>Place of the closing mark; reports and adds it when the line has none.</summary>
    private int SkipQuoted(int number, int open)
    {
        var line = _lines[number];
        int close = ClosingQuote(line.Text, open);
        if (close >= 0) return close;
        char quote = line.Text[open];
        Found(number, TextProblems.UnclosedQuote, open, line.Text.TrimEnd().Length - open, $"{quote}");
        // Brackets at the end of the line most likely close what stands around the text.
        int end = _brackets.Count > 0 ? line.Text.AsSpan().TrimEnd("]} ,").Length : line.Text.Length;
        end = Math.Max(end, open + 1);
        bool endsInEscape = quote == '"' && line.Text[end - 1] == '\\';
        line.Replace(end, 0, endsInEscape ? "\\\"" : $"{quote}");
        return endsInEscape ? end + 1 : end;
    }

    private int ReplaceWideQuotes(int number, int open)
    {
        var line = _lines[number];
        int close = line.Text.AsSpan(open + 1).IndexOfAny("”“’‘") + open + 1;
        if (close == open || line.Text.AsSpan(open, close - open).Contains('"')) return open;
        int next = line.Text.AsSpan(close + 1).IndexOfAnyExcept(' ', '\t') + close + 1;
        if (next > close && !",}]#：:，".Contains(line.Text[next], StringComparison.Ordinal)) return open;
        ReplaceMark(number, open, "\"");
        ReplaceMark(number, close, "\"", silently: true);
        return close;
    }

    private void QuoteReference(int number, int at, int end)
    {
        var line = _lines[number];
        string reference = line.Text[at..(end + 1)];
        Found(number, TextProblems.UnquotedReference, at, reference.Length, Shortened(reference));
        line.Replace(at, 0, "\"");
        line.Replace(end + 2, 0, "\"");
    }

    private void ReplaceMark(int number, int at, string narrow, bool silently = false)
    {
        var line = _lines[number];
        if (!silently) Found(number, TextProblems.FullWidthMark, at, 1, $"{line.Text[at]}", narrow);
        bool isTight = at + 1 < line.Text.Length && line.Text[at + 1] != ' ';
        line.Replace(at, 1, narrow == "," && isTight ? ", " : narrow);
    }

    [GeneratedRegex(@"\G，\s*([a-z_][a-z0-9_]*\s*[:：]|[-+0-9.]+\s*[\],，}]|[""“'\[{])")]
    private static partial Regex ItemAfterComma();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]*$")]
    private static partial Regex Name();
}
