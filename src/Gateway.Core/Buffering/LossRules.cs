namespace Gateway.Core.Buffering;

/// <summary>Decides whether something stored is missing. SQLite does not tell: a lost log leaves a database that passes every check of its own.</summary>
internal static class LossRules
{
    public static LossVerdict Judge(LossEvidence found)
    {
        long[] next = [.. found.Next];
        var missing = new List<(Lane, long, long)>();
        foreach (var lane in LaneText.All)
        {
            int at = (int)lane;
            long known = Math.Max(found.Witness?.Next[at] ?? 1, found.Acknowledged?[at] ?? 1);
            if (known <= next[at]) continue;
            missing.Add((lane, Math.Max(next[at], found.Witness?.Oldest[at] ?? 1), known - 1));
            next[at] = known;
        }
        var reasons = Reasons(found).ToList();
        if (reasons.Count == 0 && missing.Count > 0) reasons.Add("the end of the database is gone, as after a lost log or an older copy put in its place");
        string? loss = reasons.Count == 0 ? null : Describe(reasons, missing);
        return new LossVerdict(loss is not null || !found.HasHistory, next, missing, loss);
    }

    private static IEnumerable<string> Reasons(LossEvidence found)
    {
        if (found.SetAside is not null) yield return found.SetAside;
        if (found.LostCommits > 0) yield return $"the log was damaged, and {found.LostCommits} commits behind the damage could not be read";
        bool isStranger = found is { SetAside: null, HasHistory: true, Witness: not null } && found.Witness.Database != found.Database;
        if (isStranger) yield return "the database is not the one that was kept here before";
        bool isGone = found is { SetAside: null, HasHistory: false, Witness: not null };
        if (isGone) yield return "the database is missing";
    }

    private static string Describe(List<string> reasons, List<(Lane Lane, long From, long To)> missing)
    {
        string text = string.Join("; ", reasons);
        string ranges = string.Join(", ", missing.Select(m => $"{LaneText.Of(m.Lane)} {m.From} to {m.To}"));
        string what = ranges.Length > 0 ? $"Missing: {ranges}." : "Which messages are missing cannot be told.";
        return $"{char.ToUpperInvariant(text[0])}{text[1..]}. {what} A new epoch begins.";
    }
}
