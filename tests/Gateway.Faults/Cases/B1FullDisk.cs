using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>Others fill the disk to the last block, and make room again later.</summary>
internal sealed class B1FullDisk : FaultCase
{
    public override string Id => "B1";

    public override string Fault => "others fill the disk, and make room later";

    public override async Task RunAsync(CaseRun run)
    {
        var disk = await LoopDisk.MakeAsync(run, "64M");
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(disk.Data));
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await disk.FillAsync();
        await stand.Gateway.LoggedAsync("The store takes nothing");
        run.Struck($"{disk.FreeBytes} bytes are free, and the store takes nothing");
        await stand.PollsGoOnAsync("on a full disk");
        disk.Unfill();
        await stand.Gateway.LoggedAsync("The store takes readings again");
        await stand.NewsArriveAsync();
        await stand.IsToldAsync("store", "degraded");
        await stand.IsToldAsync("store", "recovered");
        await stand.JudgeAsync();
    }
}
