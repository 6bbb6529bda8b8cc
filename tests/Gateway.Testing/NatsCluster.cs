namespace Gateway.Testing;

/// <summary>Three NATS servers that keep everything in three copies.</summary>
public sealed class NatsCluster : IBrokerCluster
{
    private const string HasLeader = "metadata leader";

    private readonly List<NatsServer> _servers = [];

    private NatsCluster()
    {
    }

    public IReadOnlyList<IBroker> Members => _servers;

    /// <summary>Starts all three and waits until they have found one another.</summary>
    public static async Task<NatsCluster> StartAsync()
    {
        var cluster = new NatsCluster();
        try
        {
            int[] routes = [FreePort.Next(), FreePort.Next(), FreePort.Next()];
            for (int at = 0; at < routes.Length; at++) cluster._servers.Add(await NatsServer.StartAsync(new NatsMembership($"n{at + 1}", routes[at], routes)));
            await Task.WhenAll(cluster._servers.Select(server => server.Log.WaitForAsync(line => line.Contains(HasLeader, StringComparison.Ordinal))));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public bool KeepsThreeCopies =>
        _servers.Any(server => server.Log.Entries.Any(line => line.Contains("Creating MQTT streams/consumers with replicas 3", StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
    }
}
