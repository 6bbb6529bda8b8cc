namespace Gateway.Mqtt;

/// <summary>The MQTT session contract: one client identifier at one broker, over as many connections as it takes.</summary>
/// <remarks>
/// The session holds no queue: what is not acknowledged is known to the caller, who publishes from a durable buffer and moves a bookmark
/// as acknowledgements come. It keeps only the messages in flight, because MQTT 5 section 4.4 wants them sent again, with DUP and their old
/// packet identifiers, when a connection resumes a session. It never reconnects by itself: the caller decides when.
/// </remarks>
public interface IMqttSession : IAsyncDisposable
{
    /// <summary>Opens a connection: socket, TLS, CONNECT, CONNACK; then resends what is in flight if the broker still has the session.</summary>
    /// <returns>Connected with the broker's limits, or refused or failed with the reason. A broker's misbehaviour is never an exception.</returns>
    ValueTask<MqttConnectResult> ConnectAsync(CancellationToken cancel);

    /// <summary>Completes when the current connection has ended, with the reason; already complete when there is none.</summary>
    Task<MqttConnectionEnd> Ended { get; }

    /// <summary>Publishes one message. QoS 0 completes when written; QoS 1 when the broker has answered.</summary>
    /// <returns>
    /// The broker's reason code; or NotSent when there was no connection; or SessionLost when a later connection found no session any more:
    /// whether the broker has the message is then unknown. A QoS 1 message whose connection broke stays pending until a later connection settles it.
    /// </returns>
    /// <remarks>Waits while <see cref="InFlight"/> equals <see cref="Window"/>.</remarks>
    ValueTask<MqttPublishResult> PublishAsync(MqttPublish message, CancellationToken cancel);

    /// <summary>QoS 1 messages the broker may leave unanswered at once: the smaller of our setting and its receive maximum.</summary>
    int Window { get; }

    /// <summary>QoS 1 messages now unanswered.</summary>
    int InFlight { get; }

    /// <summary>Subscribes; the answer holds one reason code a filter.</summary>
    ValueTask<MqttSubscribeResult> SubscribeAsync(IReadOnlyList<MqttSubscription> subscriptions, CancellationToken cancel);

    /// <summary>Messages from the broker, in order. A QoS 1 message is acknowledged when it has been read from here.</summary>
    IAsyncEnumerable<MqttPublish> IncomingAsync(CancellationToken cancel);

    /// <summary>Ends the connection with DISCONNECT; the session stays at the broker for its expiry interval.</summary>
    ValueTask DisconnectAsync(CancellationToken cancel);
}
