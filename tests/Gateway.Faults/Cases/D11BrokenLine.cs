using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>A line that resets connections in the middle, swallows the answers, or takes nothing any more: each is given up in time.</summary>
internal sealed class D11BrokenLine : FaultCase
{
    private static readonly (string What, LineTrouble Trouble)[] _lines =
    [
        ("reset", new LineTrouble { ResetsAfter = 5000 }),
        ("muted", new LineTrouble { MutesAfter = 200 }),
        ("stalled", new LineTrouble { StallsAfter = 8000 }),
    ];

    public override string Id => "D11";

    public override string Fault => "reset in the middle, answers muted, nothing taken";

    public override TimeSpan Limit => TimeSpan.FromMinutes(8);

    public override async Task RunAsync(CaseRun run)
    {
        var (stand, line) = await TroubledStand.MakeAsync(run);
        foreach (var (what, trouble) in _lines)
        {
            line.Trouble = trouble;
            await line.CutAsync();
            await line.Strikes.WaitForAsync(strike => strike == what, TroubledStand.Comeback);
            int lost = stand.LostConnections;
            line.Trouble = LineTrouble.None;
            bool IsGivenUp() => stand.LostConnections > lost || what == "reset";
            await CaseRun.UntilAsync(IsGivenUp, $"the gateway gives a line up that is {what}", TroubledStand.Comeback);
            await stand.NewsArriveAsync(TroubledStand.Comeback);
            run.Struck($"{what}, and given up");
        }
        await stand.JudgeAsync();
    }
}
