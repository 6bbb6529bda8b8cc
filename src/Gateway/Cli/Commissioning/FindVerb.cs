using System.CommandLine;
using System.Text.Json;
using Gateway.Core.Commissioning;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Cli.Commissioning;

/// <summary><c>envgw find</c>: the register that shows what the display shows, and a second reading that settles it.</summary>
internal static class FindVerb
{
    private const int MostShown = 5;

    /// <summary>Samples taken at once, to see what holds still.</summary>
    private const int Samples = 3;

    /// <summary>Candidates that are worth another sample.</summary>
    private const int MostSampled = 30;

    private const int MostRegisters = 100;

    private static readonly VerbArgument<string?> _bus = new("BUS", BusOptions.Bus.Meaning) { Arity = ArgumentArity.ZeroOrOne };

    private static readonly VerbOption<string?> _value = new("--value", ("What the display shows, with all its decimals.", "显示屏上的值，小数位写全。"), "7.21");

    private static readonly VerbOption<string?> _quantity =
        new("--quantity", ("What it measures, such as ph or turbidity; tells what is possible.", "测量的量，例如 ph、turbidity，用于判断是否合理。"), "QUANTITY");

    private static readonly VerbOption<bool> _again =
        new("--again", ("Take a second reading of the candidates of the last search, with another value.", "用另一个值再次读取上次搜索的候选项。"));

    private static readonly VerbOption<int?> _accept =
        new("--accept", ("Take candidate N of the last search although its value cannot be changed; it is kept as not confirmed.",
            "值无法改变时，采纳上次搜索的第 N 个候选项；标记为未确认。"), "N");

    private static readonly VerbOption<string[]> _ranges = RangeOption.Create();

    public static Verb Create()
    {
        var find = new Verb("find", ("Find the register that shows what the device's display shows. Reads only.", "查找与设备显示值一致的寄存器。只读。"),
            new Example("envgw find /dev/ttyUSB0 -u 3 --value 7.21 --quantity ph", ("the display shows pH 7.21", "显示屏上为 pH 7.21")),
            new Example("envgw find --again --value 4.01", ("the probe is in another buffer now: which of them was it?", "探头已换到另一缓冲液：究竟是哪一个？")),
            new Example("envgw find --accept 1", ("the value cannot be changed: take the first, marked as not confirmed", "值无法改变：采纳第一个，标记为未确认")))
        {
            _bus, BusOptions.Unit, _value, _quantity, _again, _accept, _ranges, BusOptions.Serial, BusOptions.Framing, BusOptions.Echo, BusOptions.Timeout, SharedOptions.Config,
        };
        find.SetAction((parsed, stop) => RunAsync(parsed, CommandContext.From(parsed), stop));
        return find;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandContext context, CancellationToken stop)
    {
        if (parsed.GetValue(_accept) is { } number) return FindAcceptance.Run(context, FindFile.TryLoad(), number);
        if (!ShownValue.TryParse(parsed.GetValue(_value) ?? "", out var shown))
            return BusOptions.Refuse(context, ("--value is what the display shows, a plain number", "--value 应为显示屏上的数字"), "--value 7.21");
        if (shown.IsZero)
            return BusOptions.Refuse(
                context, ("0 proves nothing: registers that nobody uses are 0 too. Make the device show another value",
                    "0 不能说明任何问题：未使用的寄存器也为 0。请让设备显示其他值"), "--value 7.21");
        if (!BusOptions.TrySpan(context, parsed.GetValue(BusOptions.Timeout), UnitOption.Patience, out var timeout)) return ExitCode.WrongUsage;
        return parsed.GetValue(_again) ? await AgainAsync(parsed, context, shown, timeout, stop) : await FirstAsync(parsed, context, shown, timeout, stop);
    }

    private static async Task<int> FirstAsync(ParseResult parsed, CommandContext context, ShownValue shown, TimeSpan timeout, CancellationToken stop)
    {
        if (parsed.GetValue(_bus) is not { } bus) return BusOptions.Refuse(context, ("which bus? BUS is missing", "缺少总线 BUS"),
            "envgw find /dev/ttyUSB0 -u 3 --value 7.21");
        if (!UnitOption.TryRead(parsed, context, out byte unit)) return ExitCode.WrongUsage;
        if (!TryQuantity(context, parsed.GetValue(_quantity), out string? quantity)) return ExitCode.WrongUsage;
        if (!RangeOption.TryRead(parsed, context, _ranges, out var ranges)) return ExitCode.WrongUsage;
        if (BusOptions.TryModbusTarget(parsed, context, bus, parsed.GetValue(BusOptions.Serial), out var target) is not ExitCode.Fine and var wrong) return wrong;
        return await new BusAccess(context).UseAsync(target!, async line =>
        {
            var access = new UnitAccess(line, unit, timeout);
            var swept = await SweepRun.RunAsync(context, access, ranges, MostRegisters, stop);
            if (swept.IsInterrupted) return ExitCode.Interrupted;
            if (swept.Sweep.Runs.Count == 0)
            {
                new BusAccess(context).Report(SweepRun.TroubleOf(swept, access, ranges));
                return UnitAccess.ExitCodeOf(swept.LastFailure);
            }
            var found = ValueSearch.Find(swept.Sweep.Runs, shown, quantity);
            for (int sample = 1; sample < Samples && found.Count > 0; sample++)
            {
                var sampled = SecondReading.Sampled(found, await ReadAsync(access, [.. found.Take(MostSampled)], stop));
                found = ValueSearch.Ranked(sampled, shown, quantity);
            }
            return await TellAsync(context, access, FindFile.TryLoad(), found, quantity, shown, isConfirmed: false);
        }, stop);
    }

    private static async Task<int> AgainAsync(ParseResult parsed, CommandContext context, ShownValue shown, TimeSpan timeout, CancellationToken stop)
    {
        if (FindFile.TryLoad() is not { Candidates.Count: > 0 } last)
            return BusOptions.Refuse(context, ("there is no search to go on with", "没有可继续的搜索"), "envgw find BUS -u N --value 7.21");
        List<Candidate> candidates = [.. last.Candidates.Select(FindFile.CandidateOf).OfType<Candidate>()];
        if (candidates.Exists(candidate => candidate.Samples.Any(sample => sample.Shown == $"{shown}")))
            await context.Error.WriteLineAsync(context.Say($"warning: {shown} was shown before; another value tells more apart", $"警告：{shown} 之前已出现；换一个值更能区分"));
        if (BusOptions.TryModbusTarget(parsed, context, last.Bus, parsed.GetValue(BusOptions.Serial) ?? last.Serial,
            out var target) is not ExitCode.Fine and var wrong) return wrong;
        if (last.Framing == "ascii") target = target! with { Bus = target.Bus with { Framing = Core.Site.BusFraming.Ascii } };
        return await new BusAccess(context).UseAsync(target!, async line =>
        {
            var access = new UnitAccess(line, (byte)last.Unit, timeout);
            var runs = await ReadAsync(access, candidates, stop);
            if (runs.Count == 0)
            {
                var (answer, _, tries) = await access.ReadStubbornlyAsync(candidates[0].Range, stop);
                new BusAccess(context).Report(access.TroubleOf(answer, candidates[0].Range, tries));
                return UnitAccess.ExitCodeOf(answer);
            }
            var left = SecondReading.Remaining(candidates, runs, shown, last.Quantity);
            return await TellAsync(context, access, last, left, last.Quantity, shown, isConfirmed: true);
        }, stop);
    }

    /// <summary>The registers of candidates, and nothing else.</summary>
    private static async Task<IReadOnlyList<RegisterRun>> ReadAsync(UnitAccess unit, IReadOnlyList<Candidate> candidates, CancellationToken stop)
    {
        List<RegisterRun> runs = [];
        foreach (var range in CandidateBlocks.Of(candidates, MostRegisters))
        {
            var (_, run, _) = await unit.ReadStubbornlyAsync(range, stop);
            if (run is not null) runs.Add(run);
        }
        return runs;
    }

    private static async Task<int> TellAsync(
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
        var file = new FindFile(
            FindFile.CurrentSchema, bus.Written, unit.Line.Bus.Serial?.ToString(), unit.Line.Bus.Framing == Core.Site.BusFraming.Ascii
                ? "ascii" : null, unit.Unit, quantity,
            findings, [.. found.Select(candidate => FindFile.Of(candidate, quantity, "en"))]);
        // A second reading that fits nothing may have been a slip of the finger; the candidates stay.
        if (found.Count > 0 || !isConfirmed) UserState.Keep(context, UserState.LastFind, JsonSerializer.Serialize(file, CommissioningJson.Readable.FindFile));
        if (found.Count == 0)
        {
            new BusAccess(context).Report(new BusTrouble(BusProblems.NothingFits,
                [unit.Unit, bus.Written, $"{shown}"]) { Next = [$"envgw reg sweep {bus.Written} -u {unit.Unit}"] });
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
            await context.Error.WriteLineAsync(context.Say("next: envgw profile new NAME --from last      (writes YAML with the readings as its tests)",
                "下一步：envgw profile new 名称 --from last      （生成 YAML，以这些读数作为测试）"));
            return;
        }
        if (found.Count > MostShown)
            await context.Error.WriteLineAsync(context.Say($"{found.Count - MostShown} weaker ones are kept and not shown.",
                $"另有 {found.Count - MostShown} 个较弱的候选项已保留，未显示。"));
        string unsettled = isConfirmed
            ? context.Say("Not settled by these readings. ", "这些读数尚不能确定。")
            : context.Say("Not settled by one reading. ", "一次读数不能确定。");
        string next = quantity == "ph" ? "4.01" : context.Say("DISPLAY", "显示值");
        await context.Error.WriteLineAsync($"{unsettled}{Change(context, quantity)}: envgw find --again --value {next}");
        if (found[0].IsEqual)
            await context.Error.WriteLineAsync(context.Say("Cannot be changed? Take one, marked as not confirmed: envgw find --accept 1", "值无法改变？可采纳一个（标记为未确认）：envgw find --accept 1"));
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

    private static bool TryQuantity(CommandContext context, string? written, out string? quantity)
    {
        quantity = written?.ToLowerInvariant().Replace(' ', '_').Replace('-', '_').Replace('.', '_');
        if (quantity is null || Quantities.Find(quantity) is not null) return true;
        string near = Suggestion.For(quantity, Quantities.All.Select(known => known.Name)) ?? "ph, turbidity, free_chlorine, temperature";
        BusOptions.Refuse(context, ($"nothing is known of the quantity '{written}'", $"未知的量 “{written}”"), $"--quantity {near}");
        return false;
    }
}
