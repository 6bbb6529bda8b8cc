using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>Told to stop while the broker stands still with the send window full: it must not wait for it.</summary>
internal sealed class A7StopUnderLoad : FaultCase
{
    // The promise is 5 s, on a machine that does nothing else.
    private static readonly TimeSpan _longestStop = TimeSpan.FromSeconds(10);

    public override string Id => "A7";

    public override string Fault => "stop signal with full queues and a frozen broker";

    public override async Task RunAsync(CaseRun run)
    {
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(run["data"]) { Feed = "window: 4," });
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        stand.Broker.Freeze();
        int before = stand.Platform.Messages.Count;
        await Task.Delay(TimeSpan.FromSeconds(5));
        run.Struck(stand.Platform.Messages.Count <= before + 4, "nothing got through the broker for 5 s");

        long begin = TimeProvider.System.GetTimestamp();
        int code = await stand.Gateway.Process.TerminateAsync();
        var took = TimeProvider.System.GetElapsedTime(begin);
        run.Require(code == 0, $"it ends well ({code})");
        run.Require(took < _longestStop, $"it ends within {_longestStop.TotalSeconds:F0} s ({took.TotalSeconds:F1} s)");
        stand.Broker.Thaw();
        await stand.StartAsync();
        string opened = await stand.Gateway.LoggedAsync("ended cleanly before");
        run.Require(opened.EndsWith("True", StringComparison.Ordinal), $"the next start finds that it ended cleanly: {opened}");
        await stand.NewsArriveAsync();
        await stand.JudgeAsync();
    }
}
