using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>A firewall that refuses.</summary>
internal sealed class D6Reject : NetworkCase
{
    public override string Id => "D6 reject";

    public override string Fault => "each packet to the broker is answered with a reset";

    protected override async Task StrikeAsync(CaseRun run, NetworkBench network, GatewayStand stand)
    {
        await network.RejectAsync();
        await ConnectionIsGivenUpAsync(run, network, stand);
    }
}
