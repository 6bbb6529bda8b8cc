using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Faults.Site;

namespace Gateway.Faults.Cases;

/// <summary>The way to the broker is damaged while the gateway reads, stores and sends, and then is whole again.</summary>
internal abstract class NetworkCase : FaultCase
{
    /// <summary>How long a gateway may take to come back, with the pauses between attempts, which grow meanwhile.</summary>
    protected static TimeSpan Comeback { get; } = TimeSpan.FromMinutes(2);

    protected virtual TimeSpan KeepAlive => TimeSpan.FromSeconds(5);

    public override TimeSpan Limit => TimeSpan.FromMinutes(7);

    /// <summary>Strikes, waits until it tells, and shows that it did.</summary>
    protected abstract Task StrikeAsync(CaseRun run, NetworkBench network, GatewayStand stand);

    public override async Task RunAsync(CaseRun run)
    {
        var network = await NetworkBench.MakeAsync(run);
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(run["data"]) { Network = network, Feed = $"keep_alive: {KeepAlive.TotalSeconds}s," });
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        await StrikeAsync(run, network, stand);
        await network.HealAsync();
        await stand.NewsArriveAsync(Comeback);
        await stand.JudgeAsync();
    }

    /// <summary>The gateway gives the connection up by itself, while it reads on.</summary>
    protected static async Task ConnectionIsGivenUpAsync(CaseRun run, NetworkBench network, GatewayStand stand)
    {
        string said = await stand.LosesConnectionAsync(Comeback);
        await stand.PollsGoOnAsync("without a broker");
        long packets = await network.StruckPacketsAsync();
        run.Struck(packets > 0, $"{packets} packets; {said[(said.IndexOf(']', StringComparison.Ordinal) + 2)..]}");
    }
}
