using Gateway.Core.Commissioning;

namespace Gateway.Cli.Commissioning;

/// <summary>Looks for what a display shows: among the first registers of each table, and further on for as long as nothing there fits.</summary>
internal sealed class FindSearch(CommandContext context, UnitAccess unit, FindQuery query)
{
    public const int MostRegisters = 100;

    /// <summary>Samples taken at once, to see what holds still.</summary>
    private const int Samples = 3;

    /// <summary>Candidates that are worth another sample.</summary>
    private const int MostSampled = 30;

    private readonly RegisterSearch.Asked _asked = new();

    public async Task<int> RunAsync(CancellationToken stop)
    {
        var swept = await SweepRun.RunAsync(context, unit, query.Ranges, MostRegisters, stop);
        foreach (var range in query.Ranges) _asked.Add(range);
        var found = Fitting(swept);
        foreach (var stage in query.IsConfined ? [] : SearchStage.All)
        {
            if (IsEnough(swept, found)) break;
            swept = await GoOnAsync(swept, stage, stop);
            found = Fitting(swept);
        }
        if (swept.Sweep.Runs.Count == 0 && !swept.IsInterrupted) return Report(swept);
        if (swept.IsInterrupted) context.Note(("Interrupted; this is what was found until then.", "已中断；以下为已找到的内容。"));
        else found = await SampledAsync(found, stop);
        if (swept.IsInterrupted && found.Count == 0) return ExitCode.Interrupted;
        int code = await FindPage.TellAsync(context, unit, FindFile.TryLoad(), found, query.Quantity, query.Shown, isConfirmed: false);
        return swept.IsInterrupted ? ExitCode.Interrupted : code;
    }

    private bool IsEnough(SweepRun.Result swept, IReadOnlyList<Candidate> found) =>
        swept.IsInterrupted || swept.Sweep.IsAbsent || swept.IsLost || (found.Any(candidate => candidate.IsEqual) && !query.IsThorough);

    private async Task<SweepRun.Result> GoOnAsync(SweepRun.Result before, SearchStage stage, CancellationToken stop)
    {
        string name = stage.Name.In(context.Language);
        context.Note(query.IsThorough
            ? ($"Going on over the whole table: {stage.Name.English}. Ctrl-C shows what was found.", $"继续搜索整个寄存器表：{stage.Name.Chinese}。Ctrl-C 显示已找到的内容。")
            : ($"Nothing there shows {query.Shown}. Looking over the whole table: {stage.Name.English}. Ctrl-C shows what was found.",
                $"其中没有与 {query.Shown} 相符的值。正在搜索整个寄存器表：{stage.Name.Chinese}。Ctrl-C 显示已找到的内容。"));
        var search = new RegisterSearch(before.Sweep, stage, _asked);
        var swept = await SweepRun.RunAsync(context, unit, before.Sweep, search, name, stop);
        if (search.IsGivenUp)
            context.Note(("It is silent about registers that it does not have, so a search would take for ever; say --range, by its manual.",
                "设备对不存在的寄存器不作应答，全表搜索耗时过长；请按说明书用 --range 指定范围。"));
        return search.IsGivenUp ? swept with { IsLost = true } : swept;
    }

    private IReadOnlyList<Candidate> Fitting(SweepRun.Result swept) => ValueSearch.Find(swept.Sweep.Runs, query.Shown, query.Quantity);

    private async Task<IReadOnlyList<Candidate>> SampledAsync(IReadOnlyList<Candidate> found, CancellationToken stop)
    {
        for (int sample = 1; sample < Samples && found.Count > 0; sample++)
        {
            var blocks = CandidateBlocks.Of(found.Take(MostSampled), MostRegisters);
            var swept = await SweepRun.RunAsync(context, unit, blocks, MostRegisters, stop);
            found = ValueSearch.Ranked(SecondReading.Sampled(found, swept.Sweep.Runs), query.Shown, query.Quantity);
        }
        return found;
    }

    private int Report(SweepRun.Result swept)
    {
        new BusAccess(context).Report(SweepRun.TroubleOf(swept, unit, query.Ranges));
        return UnitAccess.ExitCodeOf(swept.LastFailure);
    }
}
