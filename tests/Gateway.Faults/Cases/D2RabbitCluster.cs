using Gateway.Testing;

namespace Gateway.Faults.Cases;

/// <summary>Three RabbitMQ servers with quorum queues.</summary>
internal sealed class D2RabbitCluster : ClusterCase
{
    public override string Id => "D2 rabbitmq";

    public override string Fault => "each of three RabbitMQ servers killed under load";

    protected override async Task<IBrokerCluster> StartClusterAsync() => await RabbitMqCluster.StartAsync();
}
