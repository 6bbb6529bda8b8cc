namespace Gateway.Mqtt.Tests.Contract;

/// <summary>One RabbitMQ for all tests of a class, because it is slow to start.</summary>
public sealed class RabbitMqFixture : IAsyncLifetime
{
    private RabbitMqServer? _server;

    public RabbitMqServer Server => _server ?? throw new InvalidOperationException("The broker has not been started.");

    public async ValueTask InitializeAsync() => _server = await RabbitMqServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
