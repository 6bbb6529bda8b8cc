using Gateway.EndToEnd;
using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>A backlog fills a slow line, and an alarm overtakes it.</summary>
internal sealed class D6SlowLine : NetworkCase
{
    public override string Id => "D6 64 kbit";

    public override string Fault => "a line of 64 kbit/s with a backlog: an alarm in 10 s";

    protected override async Task StrikeAsync(CaseRun run, NetworkBench network, GatewayStand stand)
    {
        await network.PartitionAsync();
        await ConnectionIsGivenUpAsync(run, network, stand);
        await stand.PollsGoOnAsync("while a backlog grows", TimeSpan.FromSeconds(60));
        await network.HealAsync();
        await network.SlowDownAsync("64kbit");
        await stand.NewsArriveAsync(TimeSpan.FromMinutes(2));
        int before = stand.Platform.Messages.Count;
        long begin = TimeProvider.System.GetTimestamp();
        await stand.Device.SetTurbidityAsync(1.6f);
        await stand.Platform.Messages.WaitForAsync(m => m.IsAlarm("outlet/turbidity/high", "UNACK"), from: before);
        var took = TimeProvider.System.GetElapsedTime(begin);
        run.Require(took < TimeSpan.FromSeconds(10), $"an alarm takes less than 10 s: {took.TotalSeconds:F1} s");
        run.Struck($"an alarm in {took.TotalSeconds:F1} s over 64 kbit/s");
    }
}
