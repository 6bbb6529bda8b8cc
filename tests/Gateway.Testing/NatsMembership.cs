namespace Gateway.Testing;

/// <summary>A server's place in a NATS cluster.</summary>
/// <param name="Name">Unique in the cluster.</param>
/// <param name="RoutePort">Where the others reach it.</param>
/// <param name="RoutePorts">Where it reaches all of them, itself included.</param>
internal sealed record NatsMembership(string Name, int RoutePort, IReadOnlyList<int> RoutePorts)
{
    public string Configuration =>
        $"cluster {{ name: trio, host: 127.0.0.1, port: {RoutePort}, routes: [{string.Join(", ", RoutePorts.Select(port => $"\"nats-route://127.0.0.1:{port}\""))}] }}";
}
