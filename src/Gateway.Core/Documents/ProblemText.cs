using System.Globalization;
using System.Text;

namespace Gateway.Core.Documents;

/// <summary>Problems as a person reads them in a terminal: message, place, the line with carets below what is wrong, and what to do.</summary>
public static class ProblemText
{
    /// <summary>Problems shown in full; the rest is counted.</summary>
    public const int MostShown = 20;

    private const int WidestLine = 140;
    private const int MoreColumn = 45;

    /// <summary>All problems, at most <see cref="MostShown"/> in full, each line ending with a line feed. Empty when there are none.</summary>
    /// <param name="problems">In the order in which they are shown.</param>
    /// <param name="language"><c>en</c> or <c>zh-CN</c>.</param>
    /// <param name="check">The command that lists all of them with <c>--json</c>, and writes the certain fixes with <c>--fix</c>.</param>
    public static string Render(IReadOnlyCollection<Problem> problems, string language, string check = "envgw check")
    {
        var text = new StringBuilder();
        foreach (var problem in problems.Take(MostShown)) Append(text, problem, language, check);
        int left = problems.Count - MostShown;
        if (left > 0) Line(text, new Wording($"... and {left} more; {check} --json lists all", $"……另有 {left} 个问题；{check} --json 可列出全部").In(language));
        return text.ToString();
    }

    internal static Wording Severity(Severity severity) => severity switch
    {
        Documents.Severity.Error => ("error", "错误"),
        Documents.Severity.Warning => ("warning", "警告"),
        _ => ("info", "提示"),
    };

    private static void Append(StringBuilder text, Problem problem, string language, string check)
    {
        bool isChinese = Wording.IsChinese(language);
        Line(text, $"{Severity(problem.Severity).In(language)}[{problem.Code}]{(isChinese ? "：" : ": ")}{Clean(problem.Message(language))}");
        Line(text, Place("-->", problem.File, problem.Span, problem.Note, language));
        if (problem.SourceLine is { Length: > 0 } source) AppendSource(text, problem.Span, source);
        if (problem.Related is { } related) Line(text, Place(":::", related.File, related.Span, related.Note, language));
        Line(text, Advice(problem, language, check));
    }

    private static string Place(string arrow, string file, TextSpan span, Wording? note, string language)
    {
        string place = $"  {arrow} {Clean(file)}:{span.Line}:{span.Column}";
        return note is { } words ? $"{place}   {Clean(words.In(language))}" : place;
    }

    private static void AppendSource(StringBuilder text, TextSpan span, string source)
    {
        int width = Math.Max(2, span.Line.ToString(CultureInfo.InvariantCulture).Length);
        string gutter = new(' ', width);
        int column = Math.Min(span.Column - 1, source.Length);
        int length = span.EndLine == span.Line ? Math.Min(span.EndColumn - 1, source.Length) - column : source.Length - column;
        var (shown, start) = Cropped(source, column);
        int visible = Math.Clamp(length, 0, Math.Max(0, shown.Length - start));
        int indent = DisplayWidth.Of(shown.AsSpan(0, Math.Min(start, shown.Length)));
        int carets = Math.Max(1, DisplayWidth.Of(shown.AsSpan(Math.Min(start, shown.Length), visible)));
        Line(text, $"{gutter} |");
        Line(text, $"{span.Line.ToString(CultureInfo.InvariantCulture).PadLeft(width)} | {shown.TrimEnd()}");
        Line(text, $"{gutter} | {new string(' ', indent)}{new string('^', carets)}");
    }

    /// <summary>A line that fits a screen, with the place of the column in it; characters that a terminal would obey are replaced.</summary>
    private static (string Shown, int Start) Cropped(string source, int column)
    {
        string clean = Clean(source);
        if (clean.Length <= WidestLine) return (clean, column);
        int from = Math.Max(0, Math.Min(column - (WidestLine / 2), clean.Length - WidestLine));
        if (from > 0 && char.IsLowSurrogate(clean[from])) from--;
        int to = Math.Min(clean.Length, from + WidestLine);
        string piece = clean[from..to];
        return from == 0 ? (piece + "…", column) : ("…" + piece + (to < clean.Length ? "…" : ""), column - from + 1);
    }

    private static string Advice(Problem problem, string language, string check)
    {
        bool isFix = problem.Fix is not null && problem.Suggestion is null;
        string label = isFix ? new Wording("fix: ", "改为：").In(language) : new Wording("help: ", "建议：").In(language);
        string advice = isFix ? Clean(problem.Fix!.Line).Trim() : Clean(problem.Help(language));
        string more = isFix
            ? new Wording($"{check} --fix writes it", $"{check} --fix 可写入").In(language)
            : new Wording($"more: envgw explain {problem.Code}", $"详情：envgw explain {problem.Code}").In(language);
        string line = $"   = {label}{advice}";
        return line + new string(' ', Math.Max(2, MoreColumn - DisplayWidth.Of(line))) + more;
    }

    /// <summary>A text from a file must not steer the terminal.</summary>
    private static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001F') && !text.AsSpan().ContainsAnyInRange('\u007F', '\u009F')
            && !text.AsSpan().ContainsAnyInRange('\u202A', '\u202E')) return text;
        return string.Create(text.Length, text, (span, from) =>
        {
            for (int i = 0; i < from.Length; i++)
                span[i] = from[i] == '\t' ? ' ' : from[i] is < ' ' or (>= '\u007F' and <= '\u009F') or (>= '\u202A' and <= '\u202E') ? '?' : from[i];
        });
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
