using Gateway.EndToEnd;
using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The box loses its power while the gateway reads, stores and sends: what the platform has must still be in the store afterwards.</summary>
internal sealed class A2PowerCutGateway : FaultCase
{
    private const int Cuts = 6;

    public override string Id => "A2 gateway";

    public override string Fault => "power cut, unsynced data lost, the whole gateway";

    public override async Task RunAsync(CaseRun run)
    {
        var disk = await LoopDisk.MakeAsync(run, "128M");
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(disk.Data));
        for (int cut = 0; cut < run.Rounds(Cuts); cut++)
        {
            await stand.StartAsync();
            await stand.NewsArriveAsync();
            await stand.Device.SetTurbidityAsync(cut % 2 == 0 ? 1.6f : 0.4f);
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1500)));
            // Nothing may be sent after the cut: it has stopped by then, wherever it was.
            stand.Gateway.Process.Freeze();
            disk.LeaveUnsynced();
            disk.PowerCut();
            await stand.KillAsync(isTheFault: false);
            run.PowerCuts++;
            await disk.PowerOnAsync();
            run.Struck(!disk.HasUnsynced, $"cut {run.PowerCuts} under a gateway that was sending: what nobody had synced is gone");
        }
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await stand.JudgeAsync();
    }
}
