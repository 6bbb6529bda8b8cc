using System.CommandLine;
using Gateway.Core.Commissioning;
using Gateway.Core.Site;

namespace Gateway.Cli.Commissioning;

/// <summary>A second reading of what the last search left, beside another value on the display.</summary>
internal static class FindAgain
{
    public static async Task<int> RunAsync(ParseResult parsed, CommandContext context, ShownValue shown, TimeSpan timeout, CancellationToken stop)
    {
        if (FindFile.TryLoad() is not { Candidates.Count: > 0 } last)
            return BusOptions.Refuse(context, ("there is no search to go on with", "没有可继续的搜索"), "envgw find BUS -u N --value 7.21");
        List<Candidate> candidates = [.. last.Candidates.Select(FindFile.CandidateOf).OfType<Candidate>()];
        if (candidates.Exists(candidate => candidate.Samples.Any(sample => sample.Shown == $"{shown}")))
            context.Warn(($"{shown} was shown before; another value tells more apart", $"{shown} 之前已出现；换一个值更能区分"));
        int wrong = BusOptions.TryModbusTarget(parsed, context, last.Bus, parsed.GetValue(BusOptions.Serial) ?? last.Serial, out var target);
        if (target is null) return wrong;
        return await new BusAccess(context).UseAsync(
            AsBefore(target, last), line => ReadAsync(context, new UnitAccess(line, (byte)last.Unit, timeout), last, candidates, shown, stop), stop);
    }

    /// <summary>Spoken with as the first search has spoken with it.</summary>
    private static BusTarget AsBefore(BusTarget target, FindFile last)
    {
        var bus = target.Bus with { HasEcho = target.Bus.HasEcho || last.Echo == true };
        return target with { Bus = last.Framing == "ascii" ? bus with { Framing = BusFraming.Ascii } : bus };
    }

    private static async Task<int> ReadAsync(
        CommandContext context, UnitAccess unit, FindFile last, IReadOnlyList<Candidate> candidates, ShownValue shown, CancellationToken stop)
    {
        // Registers of candidates, and nothing else; a unit that is silent from the first is not asked for all of them.
        var blocks = CandidateBlocks.Of(candidates, FindSearch.MostRegisters);
        var swept = await SweepRun.RunAsync(context, unit, blocks, FindSearch.MostRegisters, stop);
        if (swept.IsInterrupted) return ExitCode.Interrupted;
        if (swept.Sweep.Runs.Count == 0)
        {
            new BusAccess(context).Report(unit.TroubleOf(swept.LastFailure, swept.LastRange, UnitAccess.Tries));
            return UnitAccess.ExitCodeOf(swept.LastFailure);
        }
        var left = SecondReading.Remaining(candidates, swept.Sweep.Runs, shown, last.Quantity);
        return await FindPage.TellAsync(context, unit, last, left, last.Quantity, shown, isConfirmed: true);
    }
}
