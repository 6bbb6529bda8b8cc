using Gateway.Core.Documents;

namespace Gateway.Core.Buffering;

/// <summary>Decides whether something stored is missing. SQLite does not tell: a lost log leaves a database that passes every check of its own.</summary>
internal static class LossRules
{
    private static readonly Wording _endIsGone = (
        "the end of the database is gone, as after a lost log or an older copy put in its place", "数据库的末尾丢失，可能是日志丢失或换成了较早的副本");

    /// <summary>More messages than can be stored between one witness and the next.</summary>
    public const long MostUnwitnessed = 100_000;

    public static LossVerdict Judge(LossEvidence found)
    {
        long[] next = [.. found.Next];
        var missing = new List<(Lane Lane, long From, long To)>(found.Holes);
        foreach (var lane in LaneText.All)
        {
            int at = (int)lane;
            long known = Math.Max(found.Witness?.Next[at] ?? 1, found.Known?[at] ?? 1);
            if (known <= next[at]) continue;
            missing.Add((lane, Math.Max(next[at], found.Witness?.Oldest[at] ?? 1), known - 1));
            next[at] = known;
        }
        var reasons = Reasons(found).ToList();
        if (reasons.Count == 0 && missing.Count > 0) reasons.Add(_endIsGone);
        Wording? loss = reasons.Count == 0 ? default(Wording?) : Describe(reasons, missing);
        return new LossVerdict(loss is not null || !found.HasHistory, next, missing, loss);
    }

    private static IEnumerable<Wording> Reasons(LossEvidence found)
    {
        if (found.SetAside is { } setAside) yield return setAside;
        if (found.DamagedLog is { IsMended: true } mended)
            yield return (
                $"one bit of the log was wrong and was set right, so that {mended.Commits} commits behind it could be read", $"日志中有一位错误，已改正，其后的 {mended.Commits} 次提交得以读取");
        else if (found.DamagedLog is var (commits, saved, _))
            yield return (
                $"the log was damaged; of the {commits} commits behind the damage {saved} messages were saved", $"日志已损坏；从损坏处之后的 {commits} 次提交中救回 {saved} 条消息");
        if (found is { IsLogShort: true, SetAside: null }) yield return ("the log was cut short or deleted", "日志被截短或删除");
        bool isStranger = found is { SetAside: null, HasHistory: true, Witness: not null } && found.Witness.Database != found.Database;
        if (isStranger) yield return ("the database is not the one that was kept here before", "数据库不是此处原来的那个");
        bool isGone = found is { SetAside: null, HasHistory: false, Witness: not null };
        if (isGone) yield return ("the database is missing", "数据库缺失");
    }

    private static Wording Describe(List<Wording> reasons, List<(Lane Lane, long From, long To)> missing)
    {
        string english = string.Join("; ", reasons.Select(reason => reason.English));
        string chinese = string.Join('；', reasons.Select(reason => reason.Chinese));
        Wording what = missing.Count == 0
            ? ("Whether messages are missing, and which, cannot be told.", "无法得知是否缺失消息以及缺失哪些。")
            : ($"Missing: {string.Join(", ", missing.Select(m => $"{LaneText.Of(m.Lane)} {m.From} to {m.To}"))}.",
                $"缺失：{string.Join('、', missing.Select(m => $"{LaneText.Of(m.Lane)} {m.From} 至 {m.To}"))}。");
        return ($"{char.ToUpperInvariant(english[0])}{english[1..]}. {what.English} A new epoch begins.", $"{chinese}。{what.Chinese}新的纪元（epoch）开始。");
    }
}
