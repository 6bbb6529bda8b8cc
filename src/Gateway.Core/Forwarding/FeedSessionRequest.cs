using Gateway.Core.Site;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>What a feed asks of whoever makes MQTT sessions.</summary>
/// <param name="Feed">Broker, credentials, window.</param>
/// <param name="Will">Asked at each connect: the will names the connection it belongs to.</param>
public sealed record FeedSessionRequest(FeedModel Feed, Func<MqttPublish> Will)
{
    /// <summary>The broker is out of step with our session, so what it holds of it is to be discarded.</summary>
    public bool BeginsAnew { get; init; }
}
