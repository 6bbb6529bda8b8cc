using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>Packets disappear both ways: the gateway has to notice that nobody is there any more.</summary>
internal sealed class D4Partition : NetworkCase
{
    public override string Id => "D4";

    public override string Fault => "partition without a word: half-open connections";

    protected override async Task StrikeAsync(CaseRun run, NetworkBench network, GatewayStand stand)
    {
        await network.PartitionAsync();
        await ConnectionIsGivenUpAsync(run, network, stand);
        await stand.PollsGoOnAsync("in a partition", TimeSpan.FromSeconds(20));
    }
}
