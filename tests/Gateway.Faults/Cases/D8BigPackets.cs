using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>A router that drops big packets and says nothing: a backlog hangs until the gateway keeps its packets small, and then gets through the
/// hole.</summary>
internal sealed class D8BigPackets : NetworkCase
{
    public override string Id => "D8";

    public override string Fault => "packets of more than 700 bytes vanish";

    protected override async Task StrikeAsync(CaseRun run, NetworkBench network, GatewayStand stand)
    {
        // Refused, and not silent: a gateway that has waited in vain keeps its packets small already.
        await network.RejectAsync();
        await ConnectionIsGivenUpAsync(run, network, stand);
        stand.Gateway.Process.Freeze();
        await network.HealAsync();
        await network.LoseBigAsync(700);
        stand.Gateway.Process.Thaw();
        await CaseRun.UntilAsync(async () => await network.StruckPacketsAsync() > 3, "big packets have vanished", Comeback);
        int before = stand.LostConnections;
        await CaseRun.UntilAsync(() => stand.LostConnections > before, "the connection that hangs is given up", Comeback);
        run.Struck($"{await network.StruckPacketsAsync()} big packets, and the connection hung");
        await stand.PollsGoOnAsync("behind a hole for big packets");
        await stand.NewsArriveAsync(Comeback);
    }
}
