using Gateway.EndToEnd;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The whole process stands still for a minute, as when its machine is paused: the broker gives it up meanwhile.</summary>
internal sealed class A9FrozenProcess : FaultCase
{
    private const int FrozenSeconds = 60;

    // Ten reads a second, and what was under way.
    private const int MostInTwoSeconds = 40;

    public override string Id => "A9";

    public override string Fault => "the gateway frozen for a minute";

    public override async Task RunAsync(CaseRun run)
    {
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(run["data"]) { Feed = "keep_alive: 5s," });
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        stand.Gateway.Process.Freeze();
        int before = await stand.Device.CountOfAsync();
        await Task.Delay(TimeSpan.FromSeconds(run.Rounds(FrozenSeconds)));
        int frozen = await stand.Device.CountOfAsync();
        // One request may have been on its way.
        run.Struck(frozen <= before + 1, $"no new read in {run.Rounds(FrozenSeconds)} s");
        stand.Gateway.Process.Thaw();
        await Task.Delay(TimeSpan.FromSeconds(2));
        int after = await stand.Device.CountOfAsync();
        run.Require(after > frozen, "polls go on");
        run.Require(after - frozen <= MostInTwoSeconds, $"polls go on without a burst ({after - frozen} in two seconds)");
        await stand.NewsArriveAsync();
        // In a quick run it is frozen for less time than the broker waits.
        run.Require(run.Rounds(FrozenSeconds) < FrozenSeconds || stand.LostConnections > 0, "the broker has given it up, and it has connected anew");
        await stand.JudgeAsync();
    }
}
