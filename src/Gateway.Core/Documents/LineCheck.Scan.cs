using System.Text.RegularExpressions;

namespace Gateway.Core.Documents;

/// <content>The walk along one line: quotes, brackets, full-width marks.</content>
internal sealed partial class LineCheck
{
    private static readonly Dictionary<char, char> _wideBrackets = new() { ['｛'] = '{', ['［'] = '[', ['｝'] = '}', ['］'] = ']' };

    /// <summary>Walks along a line from a place outside quotes. True when the line ends with a key or dash whose value is still to come.</summary>
    private bool Scan(int number, int from)
    {
        var line = _lines[number];
        bool atStart = true;   // a value or key may begin here
        bool opens = false;
        int word = from;
        for (int i = from; i < line.Text.Length; i++)
        {
            char c = line.Text[i];
            if (c is ' ' or '\t') continue;
            if (c == '#' && i > 0 && line.Text[i - 1] is ' ' or '\t') break;
            bool endsWord = i + 1 == line.Text.Length || line.Text[i + 1] is ' ' or '\t';
            bool wasStart = atStart;
            (atStart, opens) = (false, false);
            if (wasStart) word = i;
            if (wasStart && c is '"' or '\'')
            {
                i = SkipQuoted(number, i);
            }
            else if (wasStart && c is '“' or '”' or '‘' or '’')
            {
                i = ReplaceWideQuotes(number, i);
            }
            else if (wasStart && _brackets.Count > 0 && line.Text.AsSpan(i).StartsWith("${") && line.Text.IndexOf('}', i) is > 0 and var end)
            {
                QuoteReference(number, i, end);
                i = end + 2;
            }
            else if (_wideBrackets.TryGetValue(c, out char narrow) && (wasStart || _brackets.Count > 0))
            {
                ReplaceMark(number, i, $"{narrow}");
                i--;
                atStart = wasStart;
            }
            else if (wasStart && _brackets.Count == 0 && c is '|' or '>')
            {
                _blockTextIndent = _levels.Count > 0 ? _levels.Peek().Indent : 0;
                break;
            }
            else if (wasStart && _brackets.Count == 0 && c is '-' or '?' && endsWord)
            {
                (atStart, opens) = (true, true);
            }
            else if (c is '{' or '[' && (wasStart || _brackets.Count > 0))
            {
                _brackets.Push((c, number, line.Column(i + 1), Indent(line.Text)));
                atStart = true;
            }
            else if (_brackets.Count > 0 && c is '}' or ']')
            {
                CloseBracket(number, i, c);
            }
            else if (_brackets.Count > 0 && c == ',')
            {
                atStart = true;
            }
            else if (_brackets.Count > 0 && c == '，' && ItemAfterComma().IsMatch(line.Text, i))
            {
                ReplaceMark(number, i, ",");
                atStart = true;
            }
            else if (c == ':' && (endsWord || (_brackets.Count > 0 && ",[]{}".Contains(line.Text[i + 1], StringComparison.Ordinal))))
            {
                (atStart, opens) = (true, true);
            }
            else if (c == '：' && _brackets.Count > 0 && Name().IsMatch(line.Text[word..i].TrimEnd()))
            {
                Found(number, TextProblems.FullWidthColon, i, 1);
                line.Replace(i, 1, endsWord ? ":" : ": ");
                (atStart, opens) = (true, true);
            }
        }
        return opens;
    }

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
