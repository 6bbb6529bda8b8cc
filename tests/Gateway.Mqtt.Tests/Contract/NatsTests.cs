namespace Gateway.Mqtt.Tests.Contract;

/// <summary>The contract with NATS server, which refuses MQTT 5 by name and keeps sessions on disk.</summary>
public sealed class NatsTests : MqttSessionContract
{
    protected override bool IsVersion5 => false;

    protected override bool KeepsSessionsThroughAKill => true;

    protected override async Task<IBroker> StartBrokerAsync() => await NatsServer.StartAsync();

    protected override IMqttSession Create(MqttSessionOptions options, TimeProvider time) => new MqttSession(options, time);
}
