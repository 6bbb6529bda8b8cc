using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The link goes down and comes back.</summary>
internal sealed class D6Cable : NetworkCase
{
    public override string Id => "D6 cable";

    public override string Fault => "the cable to the broker is pulled and plugged in again";

    protected override async Task StrikeAsync(CaseRun run, NetworkBench network, GatewayStand stand)
    {
        await NetworkBench.PullCableAsync();
        string said = await stand.Gateway.LoggedAsync("lost its connection");
        run.Struck(said[(said.IndexOf(']', StringComparison.Ordinal) + 2)..]);
        await stand.PollsGoOnAsync("without a cable");
        await NetworkBench.PlugCableAsync();
    }
}
