using System.Text.RegularExpressions;

namespace Gateway.Core.Site;

/// <summary>Puts an entry into a section of a site file's text. Everything that stands there stays as it is: order, comments, line ends.</summary>
/// <remarks>Knows just enough YAML to find the place, in block and in flow style; what comes out is to be compiled before it is used.</remarks>
internal static class SiteEdit
{
    private const string UsualIndent = "  ";

    /// <param name="section">A key of the file's top level: <c>devices</c>, <c>buses</c>.</param>
    /// <param name="value">On one line, in flow style: <c>{ profile: water/x, bus: line }</c>.</param>
    /// <returns>The new text; null when the section is not where it could be found.</returns>
    public static string? Insert(string text, string section, string name, string value)
    {
        string lineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var key = Regex.Match(text, $@"^{Regex.Escape(section)}[ \t]*:[ \t]*", RegexOptions.Multiline | RegexOptions.CultureInvariant);
        if (!key.Success) return null;
        int at = key.Index + key.Length;
        if (at < text.Length && text[at] == '{') return InFlow(text, at, $"{name}: {value}", lineEnd);
        int end = EndOfLine(text, at);
        return text[at..end].Trim() is "" or ['#', ..] ? InBlock(text, end, $"{name}: {value}", lineEnd) : null;
    }

    /// <param name="after">End of the section's own line.</param>
    private static string InBlock(string text, int after, string entry, string lineEnd)
    {
        string? indent = null;
        int place = after;
        for (int start = NextLine(text, after); start < text.Length; start = NextLine(text, EndOfLine(text, start)))
        {
            string line = text[start..EndOfLine(text, start)];
            string body = line.TrimStart(' ');
            if (body.Trim().Length == 0) continue;
            bool isComment = body[0] == '#';
            if (body.Length == line.Length && !isComment) break;
            if (body.Length == line.Length) continue;
            if (!isComment) indent ??= line[..^body.Length];
            place = EndOfLine(text, start);
        }
        return text.Insert(place, $"{lineEnd}{indent ?? UsualIndent}{entry}");
    }

    private static string? InFlow(string text, int open, string entry, string lineEnd)
    {
        int depth = 0, last = open;
        for (int i = open; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '"' or '\'')
            {
                i = EndOfQuoted(text, i);
                last = i;
                continue;
            }
            if (c == '#' && char.IsWhiteSpace(text[i - 1]))
            {
                i = EndOfLine(text, i) - 1;
                continue;
            }
            if (c is '{' or '[') depth++;
            if (c is '}' or ']' && --depth == 0) return Joined(text, open, last, i, entry, lineEnd);
            if (!char.IsWhiteSpace(c)) last = i;
        }
        return null;
    }

    /// <param name="last">Where the last thing before the closing brace stands.</param>
    private static string Joined(string text, int open, int last, int close, string entry, string lineEnd)
    {
        if (last == open) return string.Concat(text.AsSpan(0, open + 1), $" {entry} ", text.AsSpan(close));
        bool isSpread = text.AsSpan(last, close - last).Contains('\n');
        string comma = text[last] == ',' ? "" : ",";
        int line = text.LastIndexOf('\n', last) + 1;
        string indent = text[line..][..^text[line..].TrimStart(' ').Length];
        return text.Insert(last + 1, isSpread ? $"{comma}{lineEnd}{indent}{entry}" : $"{comma} {entry}");
    }

    private static int EndOfQuoted(string text, int open)
    {
        for (int i = open + 1; i < text.Length; i++)
        {
            if (text[open] == '"' && text[i] == '\\') i++;
            else if (text[i] == text[open]) return i;
        }
        return text.Length - 1;
    }

    private static int EndOfLine(string text, int from)
    {
        int end = text.IndexOf('\n', from);
        if (end < 0) return text.Length;
        return end > from && text[end - 1] == '\r' ? end - 1 : end;
    }

    private static int NextLine(string text, int endOfLine)
    {
        int feed = text.IndexOf('\n', endOfLine);
        return feed < 0 ? text.Length : feed + 1;
    }
}
