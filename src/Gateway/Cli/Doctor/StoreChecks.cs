using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Gateway.Core.History;

namespace Gateway.Cli.Doctor;

/// <summary>What is stored, looked at page by page as <c>envgw buffer verify</c> does it. For a box whose service does not say how its store is.</summary>
internal static class StoreChecks
{
    public static IEnumerable<CheckResult> Run(DoctorCase what, CancellationToken stop)
    {
        yield return Buffer(what, stop);
        yield return History(what, stop);
    }

    private static CheckResult Buffer(DoctorCase what, CancellationToken stop)
    {
        string folder = what.Site.Buffer.Path;
        try
        {
            using var store = new StoreInspection(folder, what.Time);
            List<Wording> found = [.. store.Verify(_ => stop.ThrowIfCancellationRequested())];
            return Verdict("buffer", folder, found.Count, found.FirstOrDefault());
        }
        catch (StoreException trouble) when (trouble.Fault == StoreFault.Forbidden)
        {
            return CheckResult.Skipped("buffer", folder, trouble.Explanation);
        }
        catch (StoreException trouble)
        {
            return CheckResult.Problem("buffer", folder, trouble.Explanation, "envgw buffer verify");
        }
    }

    private static CheckResult History(DoctorCase what, CancellationToken stop)
    {
        var history = new HistoryInspection(what.Site.Buffer.Path);
        var days = history.Days();
        List<HistoryTrouble> found = [.. history.Missing()];
        if (days.Count + found.Count == 0) return CheckResult.Skipped("history", what.Site.Buffer.Path, ("there is none yet", "尚无历史数据"));
        foreach (var day in days)
        {
            stop.ThrowIfCancellationRequested();
            found.AddRange(history.Verify(day.Day).Troubles);
        }
        return Verdict("history", what.Site.Buffer.Path, found.Count, found.Count == 0 ? default : found[0].Reason);
    }

    private static CheckResult Verdict(string name, string folder, int found, Wording first) => found == 0
        ? CheckResult.Ok(name, folder, ("every page and reading is sound", "每一页和每个读数均完好"))
        : CheckResult.Problem(
            name, folder, ($"{Plural.Of(found, "place")} damaged, the first: {first.English}", $"{found} 处损坏，第一处：{first.Chinese}"), "envgw buffer verify");
}
