using System.Text.Json;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Cli.Commissioning;

/// <summary>Keeps and shows what a search has left, and says what would settle it.</summary>
internal static class FindPage
{
    private const int MostShown = 5;

    /// <param name="last">The search before; what it has settled stays settled.</param>
    /// <param name="isConfirmed">Whether this is a second reading.</param>
    public static async Task<int> TellAsync(
        CommandContext context, UnitAccess unit, FindFile? last, IReadOnlyList<Candidate> found, string? quantity, ShownValue shown, bool isConfirmed)
    {
        var bus = unit.Line.Target;
        bool isSameUnit = last is not null && last.Bus == bus.Written && last.Unit == unit.Unit;
        var settled = isConfirmed ? FindVerdict.Settled(found) : null;
        List<FindFile.Finding> findings = isSameUnit ? [.. last!.Findings] : [];
        if (settled is not null)
        {
            findings.RemoveAll(known => known.Table == RegisterText.Prefixes[(int)settled.Table] && known.Address == settled.Address);
            findings.Add(FindFile.Of(settled, quantity, "en"));
        }
        var open = unit.Line.Bus;
        var file = new FindFile(
            FindFile.CurrentSchema, bus.Written, open.Serial?.ToString(), open.Framing == BusFraming.Ascii ? "ascii" : null, unit.Unit, quantity, findings,
            [.. found.Select(candidate => FindFile.Of(candidate, quantity, "en"))])
        {
            Echo = open.HasEcho ? true : null,
        };
        // A second reading that fits nothing may have been a slip of the finger; the candidates stay.
        if (found.Count > 0 || !isConfirmed) UserState.Keep(context, UserState.LastFind, JsonSerializer.Serialize(file, CommissioningJson.Readable.FindFile));
        if (found.Count == 0)
        {
            new BusAccess(context).Report(new BusTrouble(BusProblems.NothingFits, [unit.Unit, bus.Written, $"{shown}"])
            {
                // What had fitted may have done so by chance, and the register is one that was not looked at.
                Next = [.. isConfirmed ? [$"envgw find {bus.Written} -u {unit.Unit} --value {shown} --all"] : Array.Empty<string>(),
                    $"envgw reg sweep {bus.Written} -u {unit.Unit}"],
            });
            return ExitCode.ProblemsFound;
        }
        if (context.Json) await context.Out.WriteLineAsync(JsonSerializer.Serialize(file, CommissioningJson.Readable.FindFile));
        else await WriteAsync(context, found, settled, quantity, isConfirmed);
        return ExitCode.Fine;
    }

    private static async Task WriteAsync(CommandContext context, IReadOnlyList<Candidate> found, Candidate? settled, string? quantity, bool isConfirmed)
    {
        var table = new TextTable("  #", context.Say("WHERE", "位置"), context.Say("AS", "形式"), context.Say("READS", "读作"), context.Say("WHY", "理由"));
        foreach (var (candidate, at) in found.Take(settled is null ? MostShown : 1).Select((candidate, at) => (candidate, at)))
            table.Add($"  {at + 1}", $"{candidate.Range}", FindVerdict.Form(candidate), NumberText.Of(candidate.Last.Value),
                WhyOf(context, candidate, isConfirmed));
        await context.Out.WriteAsync(table.ToString());
        if (settled is not null)
        {
            context.Next(("envgw profile new NAME --from last      (writes YAML with the readings as its tests)",
                "envgw profile new 名称 --from last      （生成 YAML，以这些读数作为测试）"));
            return;
        }
        if (found.Count > MostShown)
            context.Note(($"{found.Count - MostShown} weaker ones are kept and not shown.", $"另有 {found.Count - MostShown} 个较弱的候选项已保留，未显示。"));
        string unsettled = isConfirmed
            ? context.Say("Not settled by these readings. ", "这些读数尚不能确定。")
            : context.Say("Not settled by one reading. ", "一次读数不能确定。");
        string next = quantity == "ph" ? "4.01" : context.Say("DISPLAY", "显示值");
        context.Note($"{unsettled}{Change(context, quantity)}{context.Say(": ", "：")}envgw find --again --value {next}");
        if (found[0].IsEqual)
            context.Note(("Cannot be changed? Take one, marked as not confirmed: envgw find --accept 1", "值无法改变？可采纳一个（标记为未确认）：envgw find --accept 1"));
    }

    private static string WhyOf(CommandContext context, Candidate candidate, bool isConfirmed)
    {
        int readings = candidate.Samples.Count(sample => sample.Shown is not null);
        string reasons = string.Join(context.Say("; ", "；"), candidate.Why.Select(reason => reason.Said.In(context.Language)).Where(said => said.Length > 0));
        return isConfirmed && candidate.IsEqual ? context.Say($"confirmed by {readings} readings; {reasons}", $"已由 {readings} 次读数确认；{reasons}") : reasons;
    }

    private static string Change(CommandContext context, string? quantity) => quantity == "ph"
        ? context.Say("Dip the probe in another buffer and run", "将探头放入另一缓冲液后运行")
        : context.Say("Make the device show another value and run", "让设备显示另一个值后运行");
}
