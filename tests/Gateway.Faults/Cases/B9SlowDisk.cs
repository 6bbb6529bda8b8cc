using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>Storage as slow as a cheap card: 15 ms a sync. Groups grow, polls are not late.</summary>
internal sealed class B9SlowDisk : FaultCase
{
    private static readonly TimeSpan _watched = TimeSpan.FromSeconds(15);

    public override string Id => "B9";

    public override string Fault => "slow storage, 15 ms a sync";

    public override async Task RunAsync(CaseRun run)
    {
        string data = run["data"];
        var shim = await DiskShim.MakeAsync(run, data);
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(data) { Environment = shim.Environment });
        shim.TurnOn(DiskShim.Slow);
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await stand.PollsGoOnAsync("on a slow disk", _watched);
        run.Struck(shim.StruckBy(DiskShim.Slow) > 0, $"{shim.StruckBy(DiskShim.Slow)} syncs took 15 ms longer");
        await stand.NewsArriveAsync();
        await stand.JudgeAsync();
    }
}
