using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>Packets disappear both ways: the gateway has to notice that nobody is there any more.</summary>
internal sealed class D4Partition : NetworkCase
{
    public override string Id => "D4";

    public override string Fault => "partition without a word: half-open connections";

    // The usual one: a half-open connection is to be noticed within one and a half of it.
    protected override TimeSpan KeepAlive => TimeSpan.FromSeconds(30);

    protected override async Task StrikeAsync(CaseRun run, NetworkBench network, GatewayStand stand)
    {
        long begin = TimeProvider.System.GetTimestamp();
        await network.PartitionAsync();
        await stand.LosesConnectionAsync(Comeback);
        var took = TimeProvider.System.GetElapsedTime(begin);
        run.Require(took <= 1.5 * KeepAlive, $"it is noticed within one and a half keep alive: {took.TotalSeconds:F0} s");
        await ConnectionIsGivenUpAsync(run, network, stand);
        await stand.PollsGoOnAsync("in a partition", TimeSpan.FromSeconds(20));
    }
}
