using Gateway.EndToEnd;
using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The whole disk stands still for five seconds: one slow commit, and nothing else.</summary>
internal sealed class B10FrozenDisk : FaultCase
{
    private static readonly TimeSpan _frozen = TimeSpan.FromSeconds(5);

    public override string Id => "B10";

    public override string Fault => "disk frozen for five seconds";

    public override async Task RunAsync(CaseRun run)
    {
        var disk = await ServedDisk.MakeAsync(run, "64M", "noparallel");
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(disk.Data));
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        disk.Freeze();
        int counted = await stand.Device.CountOfAsync();
        await stand.PollsGoOnAsync("while the disk stands still", _frozen);
        long newest = stand.Platform.NumbersOf("outlet/reads").Max();
        // What is not stored is not sent, so the newest number at the platform is that of the last commit.
        run.Struck(newest <= counted + 20, $"the newest answer stored is {newest}, when {await stand.Device.CountOfAsync()} had been given");
        disk.Thaw();
        await stand.NewsArriveAsync();
        run.Require(!stand.Gateway.Process.HasExited, "it has not restarted itself");
        await stand.JudgeAsync();
    }
}
