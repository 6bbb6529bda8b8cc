namespace Gateway.Testing;

/// <summary>Three RabbitMQ servers whose kept sessions have quorum queues.</summary>
public sealed class RabbitMqCluster : IBrokerCluster
{
    private static readonly string[] _names = ["r1", "r2", "r3"];

    private readonly ErlangPortMapper _mapper;
    private readonly List<RabbitMqServer> _servers = [];

    private RabbitMqCluster(ErlangPortMapper mapper) => _mapper = mapper;

    public IReadOnlyList<IBroker> Members => _servers;

    /// <summary>Starts one after the other: the first forms the cluster, the others join it.</summary>
    public static async Task<RabbitMqCluster> StartAsync()
    {
        var cluster = new RabbitMqCluster(await ErlangPortMapper.StartAsync());
        try
        {
            foreach (string name in _names) cluster._servers.Add(await RabbitMqServer.StartAsync(new RabbitMqMembership(name, _names, cluster._mapper)));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public bool KeepsThreeCopies
    {
        get
        {
            var queues = _servers.SelectMany(server => server.Log.Entries).Select(QueueOfThree).OfType<string>().ToList();
            return queues.Count > 0 && _servers.TrueForAll(server => server.Remembers(queues));
        }
    }

    private static string? QueueOfThree(string line)
    {
        const string before = "ra: started cluster ", after = " with 3 servers";
        int from = line.IndexOf(before, StringComparison.Ordinal), to = line.IndexOf(after, StringComparison.Ordinal);
        return from < 0 || to < 0 ? null : line[(from + before.Length)..to];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        await _mapper.DisposeAsync();
    }
}
