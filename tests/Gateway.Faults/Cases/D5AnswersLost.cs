using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>What the gateway sends arrives and is sent again later: each message keeps its identity and its bytes.</summary>
internal sealed class D5AnswersLost : NetworkCase
{
    public override string Id => "D5";

    public override string Fault => "only the answers of the broker are lost";

    public override async Task RunAsync(CaseRun run)
    {
        await base.RunAsync(run);
        run.Struck(run.Repeated > 0, $"{run.Repeated} messages had arrived and came again");
    }

    protected override async Task StrikeAsync(CaseRun run, NetworkBench network, GatewayStand stand)
    {
        await network.LoseAnswersAsync();
        await ConnectionIsGivenUpAsync(run, network, stand);
    }
}
