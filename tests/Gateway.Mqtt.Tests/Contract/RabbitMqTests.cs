namespace Gateway.Mqtt.Tests.Contract;

/// <summary>The contract with RabbitMQ, which closes without a word when it hears MQTT 5, and gives retained messages to plain topics only.</summary>
public sealed class RabbitMqTests(RabbitMqFixture rabbit) : MqttSessionContract, IClassFixture<RabbitMqFixture>
{
    protected override bool IsVersion5 => false;

    protected override bool GivesRetainedToWildcards => false;

    protected override Task<IBroker> StartBrokerAsync() => Task.FromResult<IBroker>(rabbit.Server);

    protected override ValueTask ReleaseAsync(IBroker broker) => ValueTask.CompletedTask;

    protected override IMqttSession Create(MqttSessionOptions options, TimeProvider time) => new MqttSession(options, time);
}
