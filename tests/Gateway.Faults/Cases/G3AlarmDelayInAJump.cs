using Gateway.EndToEnd;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The clock jumps back an hour while an alarm's on-delay runs: the alarm is not an hour late. It jumps a day ahead during another: not early
/// either.</summary>
internal sealed class G3AlarmDelayInAJump : FaultCase
{
    private const string Alarm = "outlet/turbidity/high";

    public override string Id => "G3";

    public override string Fault => "clock jumps while an alarm's delay runs";

    public override async Task RunAsync(CaseRun run)
    {
        var clock = await FakeClock.MakeAsync(run);
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(run["data"]) { Environment = clock.Environment, OnDelay = "8s" });
        await stand.StartAsync();
        await stand.NewsArriveAsync();

        await stand.Device.SetTurbidityAsync(1.6f);
        await stand.NewsArriveAsync();
        clock.Set("+1d");
        await Task.Delay(TimeSpan.FromSeconds(2));
        run.Require(!HasRaised(stand), "a day ahead does not end a delay of 8 s within 2 s");
        clock.Set("-3600");
        await stand.Platform.Messages.WaitForAsync(m => m.IsAlarm(Alarm, "UNACK"));
        run.Struck("the alarm came while the clock had gone a day ahead and an hour back within its delay");
        await stand.Device.SetTurbidityAsync(0.4f);
        await stand.Platform.Messages.WaitForAsync(m => m.IsAlarm(Alarm, "RTN_UNACK"));
        await stand.JudgeAsync();
    }

    private static bool HasRaised(GatewayStand stand) => stand.Platform.Messages.Entries.Any(m => m.IsAlarm(Alarm, "UNACK"));
}
