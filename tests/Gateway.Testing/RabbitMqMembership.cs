namespace Gateway.Testing;

/// <summary>A server's place in a RabbitMQ cluster.</summary>
/// <param name="Name">Unique in the cluster.</param>
/// <param name="Names">All members; the first forms the cluster.</param>
/// <param name="Mapper">Where they find one another.</param>
internal sealed record RabbitMqMembership(string Name, IReadOnlyList<string> Names, ErlangPortMapper Mapper)
{
    // What Erlang's nodes know one another by. These listen on 127.0.0.1 and live for a test.
    private const string Cookie = "ENVGWTESTS";

    /// <summary>The name of an Erlang node of this machine.</summary>
    public static string NodeOf(string name) => $"{name}@localhost";

    /// <summary>The lines of rabbitmq.conf by which it finds the others.</summary>
    public string Configuration => string.Join(
        '\n',
        ["cluster_formation.peer_discovery_backend = classic_config",
        .. Names.Select((name, at) => $"cluster_formation.classic_config.nodes.{at + 1} = {NodeOf(name)}")]);

    /// <summary>Writes the cookie into a node's home, where Erlang takes it only from a file that nobody else can read.</summary>
    public static void WriteCookie(TemporaryFolder home)
    {
        if (File.Exists(home[".erlang.cookie"])) return;
        File.SetUnixFileMode(home.Write(".erlang.cookie", Cookie), UnixFileMode.UserRead);
    }
}
