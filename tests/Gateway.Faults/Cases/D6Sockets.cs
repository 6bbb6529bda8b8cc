using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The gateway's sockets die without a word to the broker, which believes the old connection to be there while the new one comes.</summary>
internal sealed class D6Sockets : NetworkCase
{
    private const int Times = 5;

    public override string Id => "D6 sockets";

    public override string Fault => "the sockets to the broker are killed, and the broker hears nothing";

    protected override async Task StrikeAsync(CaseRun run, NetworkBench network, GatewayStand stand)
    {
        for (int time = 0; time < Times; time++)
        {
            int lost = stand.LostConnections;
            // The reset that the kernel sends for a socket that is killed must not arrive.
            await network.LoseWhatIsSentAsync();
            string killed = await network.KillSocketsAsync();
            run.Struck(killed.Length > 0, $"killed: {killed}");
            await CaseRun.UntilAsync(() => stand.LostConnections > lost, "the gateway has noticed", Comeback);
            await network.HealAsync();
            await stand.NewsArriveAsync(Comeback);
        }
    }
}
