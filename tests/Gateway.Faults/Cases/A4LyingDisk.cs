using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>A disk that says "synced" and has not. What it forgets is gone, database and witness alike, so that nothing on the box can tell: a platform
/// can.</summary>
internal sealed class A4LyingDisk : FaultCase
{
    public override string Id => "A4";

    public override string Fault => "power cut on a disk that ignores flush";

    public override LossRule LossRule => LossRule.MayIfNoticed;

    public override async Task RunAsync(CaseRun run)
    {
        var disk = await ServedDisk.MakeAsync(run, "128M", "cache", "cache=writeback");
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(disk.Data));
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await stand.Gateway.Process.TerminateAsync();
        await disk.UnmountAsync();

        await disk.ServeAsync("cache", "cache=unsafe");
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await Task.Delay(TimeSpan.FromSeconds(3));
        await stand.ProveAsync();
        var before = stand.Platform.Here.Keys.ToHashSet();
        await disk.CutAsync();
        await stand.KillAsync(isTheFault: false);
        run.PowerCuts++;

        await disk.MountWhatIsLeftAsync();
        var (left, _) = StoredMessages.Of(disk.Data);
        long lost = before.Count(id => !left.Contains(id));
        run.Count(before.Count, before.Count - lost, lost);
        run.Struck(lost > 0, $"{lost} of {before.Count} messages that were synced and sent are not on the disk");
        await stand.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(3));
        await stand.NewsArriveAsync();
        var (code, said) = await stand.VerifyAsync();
        run.Require(code != 0 && said.Contains("two contents", StringComparison.Ordinal), $"the platform notices that numbers were given out twice:\n{said}");
    }
}
