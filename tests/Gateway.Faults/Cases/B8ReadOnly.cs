using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The file system finds an error of its own and turns read-only under the running gateway; a person repairs it and starts again.</summary>
internal sealed class B8ReadOnly : FaultCase
{
    public override string Id => "B8";

    public override string Fault => "file system turns read-only, is repaired";

    public override async Task RunAsync(CaseRun run)
    {
        var disk = await LoopDisk.MakeAsync(run, "64M");
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(disk.Data));
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        // With no sync under way: one that is when the journal ends is told that all is well (see LoopDisk.PowerCut), and no program can know better.
        stand.Gateway.Process.Freeze();
        await disk.TurnReadOnlyAsync();
        stand.Gateway.Process.Thaw();
        run.Struck(await stand.Gateway.LoggedAsync("The store takes nothing"));
        await stand.PollsGoOnAsync("on a read-only disk");
        var status = await stand.Gateway.AskAsync("status");
        run.Require(stand.LostConnections == 0, "the platform is still connected");
        run.Require(status.ExitCode == 1, $"envgw status says that all is not well ({status.ExitCode})");
        // What it kept in memory dies with it: it was never called stored.
        await stand.KillAsync(isTheFault: false);
        await disk.RepairAsync();
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await stand.JudgeAsync(mostUnstored: 1000);
    }
}
