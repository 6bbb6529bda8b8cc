namespace Gateway.Cli;

/// <summary>What differs between two texts, line by line, with a little of what stands around it.</summary>
internal static class LineDiff
{
    private const int Around = 2;

    /// <returns>Lines that begin with <c>+</c>, <c>-</c> or a blank; <c>…</c> where lines are left out. Empty when nothing differs.</returns>
    public static IReadOnlyList<string> Between(string before, string after)
    {
        if (before.Length == 0) return [.. after.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => $"+{line}")];
        var all = Marked(before.ReplaceLineEndings("\n").Split('\n'), after.ReplaceLineEndings("\n").Split('\n'));
        var shown = new List<string>();
        for (int i = 0, last = -1; i < all.Count; i++)
        {
            bool isNear = Enumerable.Range(Math.Max(0, i - Around), Math.Min(all.Count, i + Around + 1) - Math.Max(0, i - Around)).Any(at => all[at][0] != ' ');
            if (!isNear) continue;
            if (last >= 0 && i > last + 1) shown.Add("…");
            shown.Add(all[i]);
            last = i;
        }
        return shown;
    }

    /// <summary>By the longest common subsequence of what lies between the common beginning and the common end.</summary>
    private static List<string> Marked(string[] before, string[] after)
    {
        int start = 0, end = 0, most = Math.Min(before.Length, after.Length);
        while (start < most && before[start] == after[start]) start++;
        while (end < most - start && before[^(end + 1)] == after[^(end + 1)]) end++;
        string[] old = before[start..^end], changed = after[start..^end];
        int[,] common = new int[old.Length + 1, changed.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
            for (int j = changed.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == changed[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);

        List<string> lines = [.. before[..start].Select(line => $" {line}")];
        for (int i = 0, j = 0; i < old.Length || j < changed.Length;)
        {
            if (i < old.Length && j < changed.Length && old[i] == changed[j])
            {
                lines.Add($" {old[i++]}");
                j++;
            }
            else if (j == changed.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1])) lines.Add($"-{old[i++]}");
            else lines.Add($"+{changed[j++]}");
        }
        return [.. lines, .. before[^end..].Select(line => $" {line}")];
    }
}
