using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>A line over a satellite, one that hands out a byte at a time, and one that is just slow: nothing is given up, and nothing is missing.</summary>
internal sealed class D9SlowLine : FaultCase
{
    // Ten messages a second, and their acknowledgements.
    private const int FewestStrikes = 20;

    private static readonly TimeSpan _watched = TimeSpan.FromSeconds(10);

    private static readonly (string What, string Strike, LineTrouble Trouble)[] _lines =
    [
        ("300 ms each way", "late", new LineTrouble { Delay = TimeSpan.FromMilliseconds(300) }),
        ("answers a byte at a time", "split", new LineTrouble { SplitsAnswers = true }),
        ("20 kB a second", "narrow", new LineTrouble { BytesPerSecond = 20_000 }),
    ];

    public override string Id => "D9";

    public override string Fault => "latency, one byte at a time, a narrow line";

    public override TimeSpan Limit => TimeSpan.FromMinutes(6);

    public override async Task RunAsync(CaseRun run)
    {
        var (stand, line) = await TroubledStand.MakeAsync(run);
        foreach (var (what, strike, trouble) in _lines)
        {
            line.Trouble = trouble;
            await line.CutAsync();
            await stand.NewsArriveAsync(TroubledStand.Comeback);
            int lost = stand.LostConnections;
            await stand.PollsGoOnAsync(what, _watched);
            await stand.NewsArriveAsync();
            run.Require(stand.LostConnections == lost, $"the connection is kept: {what}");
            int times = line.Strikes.Entries.Count(done => done == strike);
            run.Struck(times > FewestStrikes, $"{what}: {times} times");
        }
        line.Trouble = LineTrouble.None;
        await line.CutAsync();
        await stand.JudgeAsync();
    }
}
