using System.Buffers;
using System.Text.RegularExpressions;

namespace Gateway.Core.Documents;

/// <summary>
/// Looks at the lines of a file before YAML does, for slips that YAML explains badly or not at all: tabs, full-width marks, missing spaces and colons,
/// unclosed quotes and brackets, wrong indentation. Each is reported and put right in memory, so that it hides nothing that follows.
/// </summary>
internal sealed partial class LineCheck
{
    /// <summary>Longer lines are left to YAML alone: mending one costs its length each time.</summary>
    private const int LongestLine = 2000;

    /// <summary>Control characters but the tab, and what Unicode or YAML 1.1 take for line breaks and marks.</summary>
    private static readonly SearchValues<char> _unseen = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Where(code => code is < ' ' and not '\t' or >= 0x7F).Select(code => (char)code), '\u2028', '\u2029', '\uFEFF', '\uFFFE',
            '\uFFFF']);

    private readonly SourceFile _file;
    private readonly ProblemList _problems;
    private readonly MendedLine[] _lines;
    private readonly List<Problem> _ofThisLine = [];

    /// <summary>Columns (from 0) in which block maps and lists stand open, with the line that opened each.</summary>
    private readonly Stack<(int Indent, int Line)> _levels = new();
    private readonly Stack<(char Bracket, int Line, int Column, int Indent)> _brackets = new();
    private int _blockTextIndent = -1;
    private bool _lastOpens = true;
    private int _lastContent = -1;

    private LineCheck(SourceFile file, ProblemList problems)
    {
        _file = file;
        _problems = problems;
        _lines = [.. file.Lines.Select(line => new MendedLine(line))];
    }

    /// <summary>The file's lines with the slips put right.</summary>
    public static MendedLine[] Mend(SourceFile file, ProblemList problems)
    {
        var check = new LineCheck(file, problems);
        for (int i = 0; i < check._lines.Length; i++) check.Check(i);
        check.CloseBrackets();
        return check._lines;
    }

    private void Check(int number)
    {
        var line = _lines[number];
        RemoveControlCharacters(number);
        int indent = Indent(line.Text);
        bool isText = _blockTextIndent >= 0 && (indent > _blockTextIndent || indent == line.Text.Length);
        if (!isText && line.Text.Length <= LongestLine) CheckContent(number, indent);
        Report(number);
    }

    private void CheckContent(int number, int indent)
    {
        var line = _lines[number];
        _blockTextIndent = -1;
        if (line.Text.AsSpan().Trim().IsEmpty)
        {
            if (line.Text.Contains('\t')) line.Clear();
            return;
        }
        if (line.Text.AsSpan(0, indent).Contains('\t')) ReplaceTabs(number, ref indent);
        if (line.Text[indent] == '#' || line.Text.StartsWith("---", StringComparison.Ordinal) || line.Text.StartsWith("...", StringComparison.Ordinal)) return;

        if (_brackets.Count > 0 && indent <= OutermostBracketIndent() && KeyAtStart().IsMatch(line.Text)) CloseBrackets();
        if (_brackets.Count == 0) CheckBlockLine(number, ref indent);
        bool opens = Scan(number, indent);
        _lastOpens = opens && _brackets.Count == 0;
        _lastContent = number;
    }

    private void CheckBlockLine(int number, ref int indent)
    {
        var line = _lines[number];
        MendKey(number);
        string content = line.Text[indent..];
        bool isItem = content is "-" || content.StartsWith("- ", StringComparison.Ordinal);
        bool isKey = HasKey(content);
        if (!isItem && !isKey)
        {
            CheckContinuation(number, indent, content);
            return;
        }
        CheckIndent(number, ref indent);
        if (_levels.Count == 0 || _levels.Peek().Indent < indent) _levels.Push((indent, number));
        int inner = indent;
        while (inner < line.Text.Length && line.Text[inner] == '-' && inner + 1 < line.Text.Length && line.Text[inner + 1] == ' ')
        {
            inner++;
            while (inner < line.Text.Length && line.Text[inner] == ' ') inner++;
            if (inner < line.Text.Length && HasKey(line.Text[inner..])) _levels.Push((inner, number));
        }
    }

    /// <summary>A line that is neither key nor item goes on with the text above when it is indented deeper; otherwise it lacks its colon.</summary>
    private void CheckContinuation(int number, int indent, string content)
    {
        bool goesOn = _levels.Count > 0 && indent > _levels.Peek().Indent;
        if (goesOn || "{[\"'?%|>&*!".Contains(content[0], StringComparison.Ordinal)) return;
        int length = content.IndexOf(" #", StringComparison.Ordinal) is > 0 and var comment ? comment : content.TrimEnd().Length;
        string word = content[..length].Split(' ')[0];
        Found(number, TextProblems.MissingColon, indent, length, Shortened(word));
        _lines[number].Clear();
    }

    private void CheckIndent(int number, ref int indent)
    {
        var line = _lines[number];
        (int Indent, int Line)? closed = null;
        while (_levels.Count > 0 && _levels.Peek().Indent > indent) closed = _levels.Pop();
        if (_levels.Count > 0 ? _levels.Peek().Indent == indent : closed is null) return;
        if (closed is null && _lastOpens) return;

        // The nearest level; between two, the deeper: a space was dropped rather than a level left.
        bool isInner = closed is { } deeper && (_levels.Count == 0 || deeper.Indent - indent <= indent - _levels.Peek().Indent);
        if (isInner) _levels.Push(closed!.Value);
        var (expected, sibling) = _levels.Peek();
        Found(number, TextProblems.WrongIndent, 0, Math.Max(indent, 1), indent, expected);
        int start = Indent(_file.Lines[sibling]);
        var span = TextSpan.Of(sibling + 1, start + 1, _file.Lines[sibling].Length - start);
        _ofThisLine[^1] = _ofThisLine[^1] with { Related = new RelatedPlace(_file.Name, span, Shortened(_file.Lines[sibling].Trim())) };
        line.Replace(0, indent, new string(' ', expected));
        indent = expected;
    }

    /// <summary>Mends a key whose colon is full-width or has no space after it.</summary>
    private void MendKey(int number)
    {
        var line = _lines[number];
        if (FullWidthKey().Match(line.Text) is { Success: true } wide)
        {
            var colon = wide.Groups[1].Success ? wide.Groups[1] : wide.Groups[2];
            Found(number, TextProblems.FullWidthColon, line.Text.IndexOf('：', colon.Index), 1);
            line.Replace(colon.Index, colon.Length, ": ");
            return;
        }
        if (TightKey().Match(line.Text) is not { Success: true } tight || HasKey(line.Text.TrimStart())) return;
        var key = tight.Groups[1];
        if (Profiles.RegisterText.Prefixes.Contains(key.Value)) return;
        Found(number, TextProblems.MissingSpace, key.Index, key.Length + 1, key.Value);
        line.Replace(key.Index + key.Length, 1, ": ");
    }

    private void ReplaceTabs(int number, ref int indent)
    {
        var line = _lines[number];
        var lead = line.Text.AsSpan(0, indent);
        int tab = lead.IndexOf('\t');
        int last = _lastContent < 0 ? 0 : Indent(_lines[_lastContent].Text);
        int lastTabs = _lastContent < 0 ? 0 : _file.Lines[_lastContent].AsSpan(0, Indent(_file.Lines[_lastContent])).Count('\t');
        // After a line with tabs, or one without indentation, two columns a tab; after one with spaces nobody knows how wide the tab was meant.
        int width = last == 0 || lastTabs > 0 ? Math.Max(0, last + ((indent - lastTabs) * 2)) : last + (_lastOpens ? 2 : 0);
        Found(number, TextProblems.TabIndent, tab, lead[tab..].IndexOfAnyExcept('\t') is > 0 and var run ? run : indent - tab);
        line.Replace(0, indent, new string(' ', width));
        indent = width;
    }

    private void RemoveControlCharacters(int number)
    {
        var line = _lines[number];
        int first = line.Text.AsSpan().IndexOfAny(_unseen);
        if (first < 0) return;
        Found(number, TextProblems.ControlCharacter, first, 1, $"{(int)line.Text[first]:X4}");
        line.Replace(0, line.Text.Length, string.Create(line.Text.Length, line.Text, static (to, from) =>
        {
            for (int i = 0; i < from.Length; i++) to[i] = _unseen.Contains(from[i]) ? ' ' : from[i];
        }));
    }

    private void Found(int number, ProblemKind kind, int at, int length, params Wording[] arguments)
    {
        int column = _lines[number].Column(at + 1);
        _ofThisLine.Add(_file.Problem(kind, TextSpan.Of(number + 1, column, length), arguments));
    }

    /// <summary>Hands on what was found in a line; slips with only one way to put them right get the mended line as their fix.</summary>
    private void Report(int number)
    {
        if (_ofThisLine.Count == 0) return;
        string original = _file.Lines[number];
        bool isSure = _ofThisLine.TrueForAll(problem => problem.Kind == TextProblems.FullWidthColon || problem.Kind == TextProblems.FullWidthMark
            || problem.Kind == TextProblems.MissingSpace || problem.Kind == TextProblems.TabIndent || problem.Kind == TextProblems.ControlCharacter
            || problem.Kind == TextProblems.UnquotedReference);
        string mended = _lines[number].Text;
        var fix = isSure ? new TextEdit(TextSpan.Of(number + 1, 1, original.Length), mended, mended) : null;
        _problems.AddRange(_ofThisLine.Select(problem => problem with { Fix = fix }));
        _ofThisLine.Clear();
    }

    private int OutermostBracketIndent() => _brackets.Last().Indent;

    /// <summary>Reports brackets that are open although the level around them goes on, and closes them.</summary>
    private void CloseBrackets()
    {
        if (_brackets.Count == 0) return;
        var (bracket, line, column, _) = _brackets.Peek();
        _problems.Add(_file.Problem(TextProblems.UnclosedBracket, TextSpan.Of(line + 1, column, 1), $"{bracket}", $"{Closing(bracket)}"));
        var last = _lines[_lastContent];
        string closing = string.Concat(_brackets.Select(open => Closing(open.Bracket)));
        int end = last.Text.IndexOf(" #", StringComparison.Ordinal) is > 0 and var comment ? comment : last.Text.Length;
        last.Replace(end, last.Text.Length - end, closing);
        _brackets.Clear();
        _lastOpens = false;
    }

    private static char Closing(char bracket) => bracket == '{' ? '}' : ']';

    private static int Indent(string text)
    {
        int indent = text.AsSpan().IndexOfAnyExcept(' ', '\t');
        return indent < 0 ? text.Length : indent;
    }

    /// <summary>Whether a line's content begins with a key: a colon followed by a space or the end, outside quotes and before a comment.</summary>
    private static bool HasKey(string content)
    {
        int from = 0;
        if (content.Length > 0 && content[0] is '"' or '\'') from = ClosingQuote(content, 0) + 1;
        else if (content.Length > 0 && content[0] is '{' or '[') return BracketedKey().IsMatch(content);
        for (int i = from; i < content.Length; i++)
        {
            if (content[i] == '#' && i > 0 && content[i - 1] == ' ') return false;
            if (content[i] == ':' && (i + 1 == content.Length || content[i + 1] is ' ' or '\t')) return true;
        }
        return false;
    }

    /// <summary>Place of the mark that closes a quoted text; -1 when there is none on the line.</summary>
    private static int ClosingQuote(string text, int open)
    {
        char quote = text[open];
        for (int i = open + 1; i < text.Length; i++)
        {
            if (quote == '"' && text[i] == '\\') i++;
            else if (text[i] == quote && quote == '\'' && i + 1 < text.Length && text[i + 1] == quote) i++;
            else if (text[i] == quote) return i;
        }
        return -1;
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..59] + "…";

    [GeneratedRegex(@"^\s*[A-Za-z_][A-Za-z0-9_.-]*:(\s|$)")]
    private static partial Regex KeyAtStart();

    [GeneratedRegex(@"^\s*(?:- +)*(?:[A-Za-z_][A-Za-z0-9_.-]*(\s*：\s*)|[\p{L}\p{N}_.-]+(\s*：\s*)(?=[{\[""“]|$))")]
    private static partial Regex FullWidthKey();

    [GeneratedRegex(@"^\s*(?:- +)*([a-z_][a-z0-9_]*):(?!//)\S")]
    private static partial Regex TightKey();

    [GeneratedRegex(@"^[\[{].*[\]}]\s*:(\s|$)")]
    private static partial Regex BracketedKey();
}
