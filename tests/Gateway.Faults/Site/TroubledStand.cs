using Gateway.Faults.Networks;
using Gateway.Faults.Running;
using Gateway.Testing;

namespace Gateway.Faults.Site;

/// <summary>A stand whose gateway reaches its broker by a line that can be troubled.</summary>
internal static class TroubledStand
{
    /// <summary>How long a gateway may take to come back: it gives up what is silent after 20 s, and pauses between attempts.</summary>
    public static TimeSpan Comeback { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Makes both and waits until readings arrive.</summary>
    public static async Task<(GatewayStand Stand, TroubledLine Line)> MakeAsync(CaseRun run)
    {
        int port = FreePort.Next();
        var stand = await GatewayStand.MakeAsync(run, new StandSettings(run["data"]) { BrokerPort = port, Feed = "keep_alive: 5s," });
        var line = run.Own(new TroubledLine(port, stand.Broker.Port));
        await stand.StartAsync();
        await stand.NewsArriveAsync();
        return (stand, line);
    }
}
