using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The broker's name does not resolve; then it has an address at which nobody is, and another.</summary>
internal sealed class D12Names : FaultCase
{
    private const string Broker = "broker.test";

    // One address is given ten seconds.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    public override string Id => "D12";

    public override string Fault => "the broker's name is unknown, then leads into a black hole first";

    public override async Task RunAsync(CaseRun run)
    {
        var network = await NetworkBench.MakeAsync(run);
        network.WriteHosts("");
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(run["data"]) { Network = network, BrokerName = Broker });
        await stand.StartAsync();
        string said = await stand.Gateway.LoggedAsync("cannot connect");
        run.Struck(said.Contains(Broker, StringComparison.Ordinal), $"the name: {said[(said.IndexOf(']', StringComparison.Ordinal) + 2)..]}");
        await stand.PollsGoOnAsync("without a name");

        await network.LoseAllToAsync(network.DeadHost);
        network.WriteHosts($"{network.DeadHost} {Broker}\n{network.BrokerHost} {Broker}\n");
        await stand.NewsArriveAsync(_patience);
        long packets = await network.StruckPacketsAsync();
        run.Struck(packets > 0, $"{packets} packets into the black hole");
        network.WriteHosts($"{network.BrokerHost} {Broker}\n");
        await stand.JudgeAsync();
    }
}
