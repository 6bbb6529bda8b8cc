using Gateway.Faults.Disks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The same under the whole gateway: it goes on polling, keeps the readings in memory, says what is wrong, and stores them when it can.</summary>
internal sealed class B4SyncFailsGateway : FaultCase
{
    public override string Id => "B4 gateway";

    public override string Fault => "fsync fails with EIO under the whole gateway";

    public override async Task RunAsync(CaseRun run)
    {
        string data = run["data"];
        var shim = await DiskShim.MakeAsync(run, data);
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(data) { Environment = shim.Environment });
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        shim.TurnOn(DiskShim.SyncFails);
        await stand.Gateway.LoggedAsync("The store takes nothing");
        await stand.PollsGoOnAsync("while fsync fails");
        var status = await stand.Gateway.AskAsync("status");
        run.Require(status.ExitCode == 1, $"envgw status says that all is not well ({status.ExitCode})");
        shim.TurnOff(DiskShim.SyncFails);
        await stand.Gateway.LoggedAsync("The store takes readings again");
        run.Struck(shim.StruckBy(DiskShim.SyncFails) > 0, $"{shim.StruckBy(DiskShim.SyncFails)} syncs failed");
        await stand.NewsArriveAsync();
        await stand.IsToldAsync("store", "degraded");
        await stand.IsToldAsync("store", "recovered");
        await stand.JudgeAsync();
    }
}
