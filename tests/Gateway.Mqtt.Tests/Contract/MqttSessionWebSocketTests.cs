namespace Gateway.Mqtt.Tests.Contract;

/// <summary>The whole contract over the broker's WebSocket listener.</summary>
public sealed class MqttSessionWebSocketTests : MosquittoContract
{
    protected override bool IsVersion5 => true;

    protected override bool UsesWebSocket => true;

    protected override IMqttSession Create(MqttSessionOptions options, TimeProvider time)
    {
        // A test that starts another broker than the contract's speaks to that one directly.
        bool isOurs = options.Port == Broker.Port;
        int port = ((Mosquitto)Broker).Ports.WebSocket!.Value;
        return new MqttSession(isOurs ? options with { Port = port, WebSocketPath = "/mqtt" } : options, time);
    }
}
