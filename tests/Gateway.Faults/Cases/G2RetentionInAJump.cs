using Gateway.Core.Buffering;
using Gateway.EndToEnd;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The clock is ten years ahead while retention is looked at: nothing grows old by it, in the buffer or in history.</summary>
internal sealed class G2RetentionInAJump : FaultCase
{
    // Retention is looked at once a minute.
    private static readonly TimeSpan _pastATrim = TimeSpan.FromSeconds(70);

    public override string Id => "G2";

    public override string Fault => "retention while the clock is ten years ahead";

    public override async Task RunAsync(CaseRun run)
    {
        string data = run["data"];
        var clock = await FakeClock.MakeAsync(run);
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(data) { Environment = clock.Environment });
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        clock.Set("+10y");
        await Task.Delay(_pastATrim);
        await stand.NewsArriveAsync();
        int newest = stand.Platform.Messages.Entries.ReadingsOf("outlet/reads").Max(r => DateTimeOffset.FromUnixTimeMilliseconds(r.TimeMs).Year);
        run.Struck(newest > TimeProvider.System.GetUtcNow().Year + 8, $"readings came from the year {newest}");
        clock.Set("+0");
        await stand.NewsArriveAsync();
        await stand.StandsStillAsync();
        var (stored, _) = StoredMessages.Of(data);
        run.Require(stored.Any(id => id is { Lane: "live", Seq: 1 }), "the first message is still there");
        using (var store = new StoreInspection(data, TimeProvider.System)) run.Require(store.Report().Drops.Count == 0, "nothing was dropped");
        await stand.StartAsync();
        await stand.JudgeAsync();
    }
}
