namespace Gateway.Mqtt.Tests.Contract;

public sealed class MqttSessionVersion311Tests : MosquittoContract
{
    protected override bool IsVersion5 => false;

    protected override IMqttSession Create(MqttSessionOptions options, TimeProvider time) =>
        new MqttSession(options with { Protocol = MqttProtocolPreference.Version311Only }, time);
}
