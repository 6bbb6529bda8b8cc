using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>Others fill the disk to the last block: the ballast goes, and storing goes on. They take that room too: nothing is stored, nothing is lost, and all
/// goes on by itself when they make room.</summary>
internal sealed class B1FullDisk : FaultCase
{
    private static readonly TimeSpan _untilBallast = TimeSpan.FromSeconds(90);

    public override string Id => "B1";

    public override string Fault => "others fill the disk, and make room later";

    public override async Task RunAsync(CaseRun run)
    {
        var disk = await LoopDisk.MakeAsync(run, "160M");
        string ballast = Path.Combine(disk.Data, "ballast");
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(disk.Data));
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await CaseRun.UntilAsync(() => File.Exists(ballast), "there is a ballast", _untilBallast);
        await disk.FillAsync();
        run.Struck($"{disk.FreeBytes} bytes are free");
        await CaseRun.UntilAsync(() => !File.Exists(ballast), "the ballast is given up", _untilBallast);
        await stand.NewsArriveAsync();
        await stand.IsToldAsync("store", "room-made");

        await disk.FillAsync();
        run.Struck($"{await stand.Gateway.LoggedAsync("The store takes nothing")}");
        await stand.PollsGoOnAsync("on a full disk");
        disk.Unfill();
        await stand.Gateway.LoggedAsync("The store takes readings again");
        await stand.NewsArriveAsync();
        await stand.IsToldAsync("store", "degraded");
        await stand.IsToldAsync("store", "recovered");
        await CaseRun.UntilAsync(() => File.Exists(ballast), "the ballast is back", _untilBallast);
        await stand.JudgeAsync();
    }
}
