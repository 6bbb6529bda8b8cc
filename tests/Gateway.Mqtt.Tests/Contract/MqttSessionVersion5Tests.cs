namespace Gateway.Mqtt.Tests.Contract;

public sealed class MqttSessionVersion5Tests : MosquittoContract
{
    protected override bool IsVersion5 => true;

    protected override IMqttSession Create(MqttSessionOptions options, TimeProvider time) =>
        new MqttSession(options with { Protocol = MqttProtocolPreference.Version5Only }, time);
}
