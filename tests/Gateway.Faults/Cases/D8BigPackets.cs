using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>A router that drops big packets and says nothing: pings pass, a backlog hangs.</summary>
internal sealed class D8BigPackets : NetworkCase
{
    public override string Id => "D8";

    public override string Fault => "packets of more than 700 bytes vanish";

    protected override async Task StrikeAsync(CaseRun run, NetworkBench network, GatewayStand stand)
    {
        await network.PartitionAsync();
        await ConnectionIsGivenUpAsync(run, network, stand);
        await network.HealAsync();
        await network.LoseBigAsync(700);
        await CaseRun.UntilAsync(async () => await network.StruckPacketsAsync() > 3, "big packets have vanished", TimeSpan.FromMinutes(2));
        await stand.PollsGoOnAsync("behind a hole for big packets", TimeSpan.FromSeconds(30));
        run.Struck($"{await network.StruckPacketsAsync()} big packets");
    }
}
