using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>A bad radio link: slower, and nothing is missing.</summary>
internal sealed class D7Loss : NetworkCase
{
    public override string Id => "D7";

    public override string Fault => "a fifth of all packets is lost, both ways";

    protected override async Task StrikeAsync(CaseRun run, NetworkBench network, GatewayStand stand)
    {
        await network.LoseSomeAsync(0.2);
        await stand.PollsGoOnAsync("on a bad line", TimeSpan.FromSeconds(30));
        long packets = await network.StruckPacketsAsync();
        run.Struck(packets > 10, $"{packets} packets lost in 30 s");
    }
}
