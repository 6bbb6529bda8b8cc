using System.Runtime.CompilerServices;
using Gateway.Mqtt.Packets;
using Gateway.Mqtt.Sessions;

namespace Gateway.Mqtt;

/// <summary>Our own MQTT client session, over TCP or TLS, directly or in a WebSocket. Safe to use from several threads.</summary>
/// <remarks>
/// A message is sent with no more than the broker's maximum QoS, and without RETAIN where the broker does not offer it (the limits in the
/// connect result tell): refusing it would lose it. A payload must not change until its publish is settled, because it is kept, not copied.
/// Subscriptions end with the session: after a connect result without SessionPresent the caller subscribes again.
/// </remarks>
public sealed class MqttSession : IMqttSession
{
    private readonly BrokerConnector _connector;
    private readonly SessionOpening _opening;
    private readonly IncomingFlow _incoming;
    private readonly SessionState _state;
    private readonly CancellationTokenSource _disposal = new();

    /// <exception cref="ArgumentException">An option is outside the range that its documentation names.</exception>
    public MqttSession(MqttSessionOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (SessionOptionsRanges.FaultOf(options) is { } fault) throw new ArgumentException(fault, nameof(options));
        _connector = new BrokerConnector(options, time);
        _opening = new SessionOpening(options, _connector, time);
        _incoming = new IncomingFlow(options.ReceiveMaximum);
        _state = new SessionState(options, _incoming, time);
    }

    /// <inheritdoc/>
    public Task<MqttConnectionEnd> Ended { get; private set; } =
        Task.FromResult(new MqttConnectionEnd(MqttReasonCode.Success, false, "there has been no connection yet"));

    /// <inheritdoc/>
    public int Window => _state.Window;

    /// <inheritdoc/>
    public int InFlight => _state.InFlight;

    /// <summary>What the session has done so far.</summary>
    public MqttSessionCounters Counters => _state.Counters with
    {
        ConnectAttempts = _opening.Attempts,
        ClientCertificateExpires = _connector.ClientCertificateExpires,
    };

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is a connection already, or one is being opened.</exception>
    public async ValueTask<MqttConnectResult> ConnectAsync(CancellationToken cancel)
    {
        _state.BeginConnecting();
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _disposal.Token);
            var attempt = await _opening.OpenAsync(_state.ClientIdentifier, either.Token);
            if (attempt.Opened is { } opened) Ended = RunAsync(_state.Begin(opened, attempt.Result, Handle));
            return attempt.Result;
        }
        finally
        {
            _state.EndConnecting();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The message cannot be written: its topic is not a topic name, its QoS not 0 or 1, a string not MQTT's.</exception>
    public ValueTask<MqttPublishResult> PublishAsync(MqttPublish message, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (MessageProperties.FaultOf(message) is { } fault) throw new ArgumentException(fault, nameof(message));
        if (cancel.IsCancellationRequested) return ValueTask.FromCanceled<MqttPublishResult>(cancel);

        var (result, publish) = _state.Publish(message);
        return publish is null ? new(result!.Value) : publish.WaitAsync(cancel);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no topic filter, or one of them is not valid.</exception>
    public ValueTask<MqttSubscribeResult> SubscribeAsync(IReadOnlyList<MqttSubscription> subscriptions, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(subscriptions);
        TopicSubscription[] all = [.. subscriptions.Select(TopicSubscription.Of)];
        if (all.Length == 0 || subscriptions.Any(s => s.QualityOfService is not (0 or 1) || !MqttTopic.IsFilter(s.TopicFilter)))
            throw new ArgumentException("There must be topic filters, and each must be valid and ask for QoS 0 or 1.", nameof(subscriptions));
        return RequestAsync(PacketType.SubAck, all.Length, identifier => new SubscribePacket(identifier, all, PacketProperties.None), cancel);
    }

    /// <summary>Unsubscribes; the answer holds one reason code a filter (3.1.1 has none: all are then Success).</summary>
    /// <exception cref="ArgumentException">There is no topic filter, or one of them is not valid.</exception>
    public ValueTask<MqttSubscribeResult> UnsubscribeAsync(IReadOnlyList<string> topicFilters, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(topicFilters);
        if (topicFilters.Count == 0 || !topicFilters.All(MqttTopic.IsFilter))
            throw new ArgumentException("There must be topic filters, and each must be valid.", nameof(topicFilters));
        return RequestAsync(
            PacketType.UnsubAck, topicFilters.Count, identifier => new UnsubscribePacket(identifier, topicFilters, PacketProperties.None), cancel);
    }

    /// <inheritdoc/>
    /// <remarks>Ends when the session is disposed of; runs on through reconnects. What a later connection brings again is given once.</remarks>
    public async IAsyncEnumerable<MqttPublish> IncomingAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var incoming in _incoming.Messages.ReadAllAsync(cancel))
        {
            if (!_incoming.Release(incoming, out bool acknowledge)) continue;
            if (acknowledge) _state.Acknowledge(incoming);
            yield return incoming.Message;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisconnectAsync(CancellationToken cancel) => DisconnectAsync(MqttReasonCode.Success, cancel);

    /// <summary>Ends the connection with DISCONNECT and a reason; with 0x04 the broker publishes the will all the same.</summary>
    /// <remarks>3.1.1 has no reason: anything but Success just closes, and so publishes the will. Waits at most about two seconds.</remarks>
    public async ValueTask DisconnectAsync(MqttReasonCode reason, CancellationToken cancel)
    {
        if (_state.Connection is not { } connection) return;
        connection.EndWithFarewell(MqttEndCause.Disconnected, reason, "we disconnected");
        await Ended.WaitAsync(cancel);
    }

    /// <summary>Closes what is still connected, without DISCONNECT and without waiting for the end of one; publishes in flight complete with SessionLost, since
    /// nobody will ever know.</summary>
    public async ValueTask DisposeAsync()
    {
        var (isFirst, connection) = _state.Dispose();
        if (!isFirst) return;
        await _disposal.CancelAsync();
        connection?.Break(MqttEndCause.Disposed, MqttReasonCode.UnspecifiedError, "the session was disposed of");
        await Ended;
        _state.Lose();
        _incoming.Complete();
        _disposal.Dispose();
    }

    private async Task<MqttConnectionEnd> RunAsync(MqttConnection connection)
    {
        using (connection)
        {
            try
            {
                var end = await connection.RunAsync();
                // What hung may have been too big for the way, whoever ended it; what did not hang shows that the way is sound.
                _connector.SmallSegments = end.Cause == MqttEndCause.WriteBlocked || connection.Watch.HasWaitedInVain;
                if (end is { ByBroker: true, Reason: MqttReasonCode.TopicAliasInvalid }) _state.RefuseAliases();
                return end;
            }
            finally
            {
                _state.Finish(connection);
            }
        }
    }

    private async ValueTask<MqttSubscribeResult> RequestAsync<TPacket>(
        PacketType answerType, int filters, Func<ushort, TPacket> build, CancellationToken cancel)
        where TPacket : IMqttPacket
    {
        return _state.Request(answerType, filters, build) is { } request ? await request.Answer.Task.WaitAsync(cancel) : PendingRequest.NotSent;
    }

    /// <summary>Called by the connection's reader, one packet at a time.</summary>
    private PacketFault? Handle(PacketFrame frame)
    {
        if (_state.Connection is not { } connection) return null;
        PacketFault? fault;
        switch (frame.Type)
        {
            case PacketType.PubAck:
                if (AcknowledgementPacket.TryRead(frame, connection.Version, out var acknowledgement, out fault)) _state.Settle(connection, acknowledgement);
                return fault;
            case PacketType.Publish:
                return PublishPacket.TryRead(frame, connection.Version, out var publish, out fault) ? Receive(connection, publish) : fault;
            case PacketType.SubAck or PacketType.UnsubAck:
                return SubAckPacket.TryRead(frame, connection.Version, out var answer, out fault) ? _state.Answer(connection, answer) : fault;
            case PacketType.Auth:
                return new PacketFault(MqttReasonCode.ProtocolError, "AUTH although no authentication method was agreed");   // [MQTT-4.12.0-6]
            default:
                return new PacketFault(MqttReasonCode.ProtocolError, $"{frame.Type} from the broker");
        }
    }

    private PacketFault? Receive(MqttConnection connection, in PublishPacket packet)
    {
        if (packet.Message.QualityOfService > 1) return new PacketFault(MqttReasonCode.QoSNotSupported, "QoS 2, for which we never ask");
        if (packet.Transport?.Number(PropertyIdentifier.TopicAlias) is not null)
            return new PacketFault(MqttReasonCode.TopicAliasInvalid, "a topic alias, although we allow none");   // [MQTT-3.3.2-9]
        _state.NoteReceived();
        return _incoming.Accept(packet, connection.Version);
    }
}
