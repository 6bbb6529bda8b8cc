using Gateway.EndToEnd;
using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;
using Gateway.Testing;

namespace Gateway.Faults.Cases;

/// <summary>An outage that leaves a backlog, and afterwards a line that takes long to carry it: alarms go first, and fresh readings do not wait for
/// it.</summary>
internal sealed class D13Outage : NetworkCase
{
    private const string Line = "128kbit";
    private const int Samples = 8;

    // Longer than the minute from which on what waits is a backlog of its own.
    private static readonly TimeSpan _outage = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan _longestLatency = TimeSpan.FromSeconds(2);

    public override string Id => "D13";

    public override string Fault => "a long outage under load, then 128 kbit/s: alarms first, fresh in 2 s";

    public override TimeSpan Limit => TimeSpan.FromMinutes(10);

    protected override async Task StrikeAsync(CaseRun run, NetworkBench network, GatewayStand stand)
    {
        await network.PartitionAsync();
        await ConnectionIsGivenUpAsync(run, network, stand);
        await stand.Device.SetTurbidityAsync(1.6f);
        await stand.PollsGoOnAsync("in an outage", _outage);
        var messages = stand.Platform.Messages;
        int before = messages.Count;
        await network.HealAsync();
        await network.SlowDownAsync(Line);
        await messages.WaitForAsync(IsBacklog, Comeback, before);
        run.Require(
            messages.Entries.Skip(before).TakeWhile(message => !IsBacklog(message)).Any(message => message.IsAlarm("outlet/turbidity/high", "UNACK")),
            "the alarm of the outage came before its readings");

        var latencies = new List<TimeSpan>();
        for (int sample = 0; sample < Samples; sample++) latencies.Add(await stand.LatencyAsync());
        int after = messages.Count;
        await messages.WaitForAsync(IsBacklog, from: after);
        int backlog = messages.Entries.Skip(before).Take(after - before).Count(IsBacklog);
        string took = string.Join(", ", latencies.Select(latency => $"{latency.TotalSeconds:F1}"));
        run.Struck($"fresh readings took {took} s while {backlog} messages of the backlog came, and more after them");
        run.Require(latencies.TrueForAll(latency => latency < _longestLatency), $"fresh readings take less than 2 s beside the backlog: {took} s");
    }

    private static bool IsBacklog(MosquittoMessage message) => message.Topic.EndsWith("/data/fill", StringComparison.Ordinal);
}
