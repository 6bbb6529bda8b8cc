namespace Gateway.Core.Documents;

/// <summary>Writes the fixes of problems into a text: what <c>envgw check --fix</c> and <c>envgw profile check --fix</c> do.</summary>
public static class LineFixes
{
    /// <summary>The file's text with every certain fix that does not touch another; fixes left over come with the next check.</summary>
    /// <remarks>What was probably meant (<see cref="Problem.Suggestion"/>) is a guess, and for a person to write.</remarks>
    /// <returns>Null when there is nothing to fix.</returns>
    public static string? Apply(SourceFile file, IEnumerable<Problem> problems)
    {
        string[] lines = [.. file.Lines];
        bool changed = false;
        var fixes = problems.Where(problem => problem.File == file.Name && problem.Suggestion is null)
            .Select(problem => problem.Fix).OfType<TextEdit>().DistinctBy(fix => fix.Span);
        foreach (var line in fixes.GroupBy(fix => fix.Span.Line))
        {
            int free = int.MaxValue;
            foreach (var fix in line.OrderByDescending(fix => fix.Span.Column).ThenByDescending(fix => fix.Span.EndColumn))
            {
                if (fix.Span.EndColumn > free) continue;
                string text = lines[line.Key - 1];
                lines[line.Key - 1] = string.Concat(text.AsSpan(0, fix.Span.Column - 1), fix.Replacement, text.AsSpan(fix.Span.EndColumn - 1));
                free = fix.Span.Column;
                changed = true;
            }
        }
        return changed ? string.Join('\n', lines) : null;
    }
}
