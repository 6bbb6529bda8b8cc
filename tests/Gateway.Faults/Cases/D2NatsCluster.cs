using Gateway.Testing;

namespace Gateway.Faults.Cases;

/// <summary>Three NATS servers with JetStream in three copies.</summary>
internal sealed class D2NatsCluster : ClusterCase
{
    public override string Id => "D2 nats";

    public override string Fault => "each of three NATS servers killed under load";

    protected override async Task<IBrokerCluster> StartClusterAsync() => await NatsCluster.StartAsync();
}
