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
    private const int LargestPossiblePacket = 1 + VariableByteInteger.LongestSize + PacketFrame.LargestRemainingLength;

    private readonly MqttSessionOptions _options;
    private readonly TimeProvider _time;
    private readonly BrokerConnector _connector;
    private readonly SessionOpening _opening;
    private readonly IncomingFlow _incoming;
    private readonly CancellationTokenSource _disposal = new();

    // Guards everything below: who is in flight, and that the wire sees it in the same order.
    private readonly Lock _gate = new();
    private readonly PublishFlow _flow;
    private readonly RequestFlow _requests;
    private readonly SessionTally _tally = new();
    private MqttConnection? _connection;
    private MqttLimits _limits = MqttLimits.Unstated;
    private string _clientIdentifier;
    private long _connectionNumber;
    private int _window;
    private bool _isConnecting;
    private bool _isDisposed;
    private bool _aliasesAreRefused;

    /// <exception cref="ArgumentException">An option is outside the range that its documentation names.</exception>
    public MqttSession(MqttSessionOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (SessionOptionsRanges.FaultOf(options) is { } fault) throw new ArgumentException(fault, nameof(options));
        var identifiers = new PacketIdentifiers();
        _options = options;
        _time = time;
        _connector = new BrokerConnector(options, time);
        _opening = new SessionOpening(options, _connector, time);
        _incoming = new IncomingFlow(options.ReceiveMaximum);
        _flow = new PublishFlow(identifiers);
        _requests = new RequestFlow(identifiers);
        _clientIdentifier = options.ClientIdentifier;
        _window = options.Window;
    }

    /// <inheritdoc/>
    public Task<MqttConnectionEnd> Ended { get; private set; } =
        Task.FromResult(new MqttConnectionEnd(MqttReasonCode.Success, false, "there has been no connection yet"));

    /// <inheritdoc/>
    public int Window
    {
        get { lock (_gate) return _window; }
    }

    /// <inheritdoc/>
    public int InFlight
    {
        get { lock (_gate) return _flow.InFlight; }
    }

    /// <summary>What the session has done so far.</summary>
    public MqttSessionCounters Counters
    {
        get
        {
            lock (_gate)
            {
                return _tally.ToCounters(_connection) with
                {
                    ConnectAttempts = _opening.Attempts,
                    ReceivedDropped = _incoming.Dropped,
                    ReceivedBeyondMaximum = _incoming.BeyondMaximum,
                    IsConnected = _connection is not null,
                    InFlight = _flow.InFlight,
                    Window = _window,
                    ClientCertificateExpires = _connector.ClientCertificateExpires,
                };
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There is a connection already, or one is being opened.</exception>
    public async ValueTask<MqttConnectResult> ConnectAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_connection is not null || _isConnecting) throw new InvalidOperationException("The session has a connection already.");
            _isConnecting = true;
        }
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _disposal.Token);
            var attempt = await _opening.OpenAsync(_clientIdentifier, either.Token);
            if (attempt.Opened is { } opened) Begin(opened, attempt.Result);
            return attempt.Result;
        }
        finally
        {
            lock (_gate) _isConnecting = false;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The message cannot be written: its topic is not a topic name, its QoS not 0 or 1, a string not MQTT's.</exception>
    public ValueTask<MqttPublishResult> PublishAsync(MqttPublish message, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (MessageProperties.FaultOf(message) is { } fault) throw new ArgumentException(fault, nameof(message));
        if (cancel.IsCancellationRequested) return ValueTask.FromCanceled<MqttPublishResult>(cancel);

        PendingPublish publish;
        lock (_gate)
        {
            if (_connection is not { } connection) return new(new MqttPublishResult(MqttPublishOutcome.NotSent, MqttReasonCode.UnspecifiedError));
            if (message.Payload.Length > LargestPacket) return new(new MqttPublishResult(MqttPublishOutcome.TooLarge, MqttReasonCode.PacketTooLarge));

            publish = new PendingPublish(AsPermitted(message));
            if (publish.Message.QualityOfService == 0)
            {
                _tally.Published++;
                connection.Output.AppendUnacknowledged(publish);
            }
            else
            {
                _flow.Enqueue(publish);
                SendWhatMay(connection);
            }
        }
        return publish.WaitAsync(cancel);
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
            if (acknowledge) Acknowledge(incoming);
            yield return incoming.Message;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisconnectAsync(CancellationToken cancel) => DisconnectAsync(MqttReasonCode.Success, cancel);

    /// <summary>Ends the connection with DISCONNECT and a reason; with 0x04 the broker publishes the will all the same.</summary>
    /// <remarks>3.1.1 has no reason: anything but Success just closes, and so publishes the will. Waits at most about two seconds.</remarks>
    public async ValueTask DisconnectAsync(MqttReasonCode reason, CancellationToken cancel)
    {
        MqttConnection? connection;
        lock (_gate) connection = _connection;
        if (connection is null) return;
        connection.EndWithFarewell(MqttEndCause.Disconnected, reason, "we disconnected");
        await Ended.WaitAsync(cancel);
    }

    /// <summary>Closes what is still connected, without DISCONNECT and without waiting for the end of one; publishes in flight complete with SessionLost, since
    /// nobody will ever know.</summary>
    public async ValueTask DisposeAsync()
    {
        MqttConnection? connection;
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            connection = _connection;
        }
        await _disposal.CancelAsync();
        connection?.Break(MqttEndCause.Disposed, MqttReasonCode.UnspecifiedError, "the session was disposed of");
        await Ended;
        lock (_gate) LoseSession();
        _incoming.Complete();
        _disposal.Dispose();
    }

    private int LargestPacket => _limits.MaximumPacketSize ?? LargestPossiblePacket;

    private bool IsOwed => _flow.IsOwed || _requests.IsOwed;

    private void Begin(OpenedConnection opened, MqttConnectResult result)
    {
        MqttConnection connection;
        lock (_gate)
        {
            if (_isDisposed)
            {
                opened.Transport.Abort();
                throw new ObjectDisposedException(nameof(MqttSession));
            }
            _tally.Connects++;
            _connectionNumber++;
            _limits = result.Limits;
            _clientIdentifier = result.Limits.ClientIdentifier;
            _window = Math.Min(_options.Window, _limits.ReceiveMaximum);
            _incoming.Begin(_connectionNumber, result.SessionPresent);

            int aliases = _aliasesAreRefused ? 0 : Math.Min(_options.TopicAliasMaximum, _limits.TopicAliasMaximum);
            var output = new OutputQueue(opened.Version, LargestPacket, aliases);
            var watch = new ConnectionWatch(_options, _limits.KeepAlive, _time);
            _connection = connection = new MqttConnection(opened, output, watch, Handle, _options.MaximumPacketSize, _time);

            if (result.SessionPresent && _limits.MaximumQualityOfService > 0) _flow.Resume();
            else LoseSession();
            SendWhatMay(connection);
        }
        Ended = RunAsync(connection);
    }

    private async Task<MqttConnectionEnd> RunAsync(MqttConnection connection)
    {
        using (connection)
        {
            try
            {
                var end = await connection.RunAsync();
                // What hung may have been too big for the way; what ended otherwise shows that the way is sound.
                _connector.SmallSegments = end.Cause is MqttEndCause.NoAcknowledgement or MqttEndCause.WriteBlocked;
                // A broker that offers aliases and then refuses one would be left and met again for ever.
                lock (_gate) _aliasesAreRefused |= end is { ByBroker: true, Reason: MqttReasonCode.TopicAliasInvalid };
                return end;
            }
            finally
            {
                Finish(connection);
            }
        }
    }

    private void Finish(MqttConnection connection)
    {
        lock (_gate)
        {
            _tally.Add(connection);
            _connection = null;
            _window = _options.Window;
            _requests.DropAll();
            foreach (var publish in _flow.DropWaiting()) publish.Complete(MqttPublishOutcome.NotSent, MqttReasonCode.UnspecifiedError);
        }
        connection.Output.Abandon();
    }

    private void LoseSession()
    {
        foreach (var publish in _flow.Forget())
        {
            _tally.SessionLosses++;
            publish.Complete(MqttPublishOutcome.SessionLost, MqttReasonCode.UnspecifiedError);
        }
    }

    private void SendWhatMay(MqttConnection connection)
    {
        while (_flow.Next(_window, out bool isResend) is { } publish)
        {
            var message = isResend ? AsPermitted(publish.Message) with { Duplicate = true } : publish.Message;
            if (connection.Output.TryAppendPublish(new PublishPacket(message, publish.PacketIdentifier)))
            {
                if (isResend) _tally.Resent++;
                else _tally.Published++;
                connection.Watch.AnswerOwed();
            }
            else
            {
                _flow.Land(publish.PacketIdentifier);
                publish.Complete(MqttPublishOutcome.TooLarge, MqttReasonCode.PacketTooLarge);
            }
        }
    }

    private MqttPublish AsPermitted(MqttPublish message)
    {
        bool isPermitted = message.QualityOfService <= _limits.MaximumQualityOfService && (!message.Retain || _limits.RetainAvailable) && !message.Duplicate;
        return isPermitted ? message : message with
        {
            QualityOfService = Math.Min(message.QualityOfService, _limits.MaximumQualityOfService),
            Retain = message.Retain && _limits.RetainAvailable,
            Duplicate = false,
        };
    }

    private async ValueTask<MqttSubscribeResult> RequestAsync<TPacket>(
        PacketType answerType, int filters, Func<ushort, TPacket> build, CancellationToken cancel)
        where TPacket : IMqttPacket
    {
        PendingRequest request;
        lock (_gate)
        {
            if (_connection is not { } connection) return PendingRequest.NotSent;
            ushort identifier = _requests.Begin(answerType, filters, out request);
            if (identifier == 0 || !connection.Output.TryAppend(build(identifier)))
            {
                _requests.Withdraw(identifier);
                return PendingRequest.NotSent;
            }
            connection.Watch.AnswerOwed();
        }
        return await request.Answer.Task.WaitAsync(cancel);
    }

    private void Acknowledge(in IncomingMessage message)
    {
        lock (_gate)
        {
            if (message.Connection == _connectionNumber)
                _connection?.Output.TryAppend(new AcknowledgementPacket(PacketType.PubAck, message.PacketIdentifier));
        }
    }

    /// <summary>Called by the connection's reader, one packet at a time.</summary>
    private PacketFault? Handle(PacketFrame frame)
    {
        if (_connection is not { } connection) return null;
        PacketFault? fault;
        switch (frame.Type)
        {
            case PacketType.PubAck:
                bool isRead = AcknowledgementPacket.TryRead(frame, connection.Version, out var acknowledgement, out fault);
                return isRead ? Settle(connection, acknowledgement) : fault;
            case PacketType.Publish:
                return PublishPacket.TryRead(frame, connection.Version, out var publish, out fault) ? Receive(connection, publish) : fault;
            case PacketType.SubAck or PacketType.UnsubAck:
                return SubAckPacket.TryRead(frame, connection.Version, out var answer, out fault) ? Answer(connection, answer) : fault;
            case PacketType.Auth:
                return new PacketFault(MqttReasonCode.ProtocolError, "AUTH although no authentication method was agreed");   // [MQTT-4.12.0-6]
            default:
                return new PacketFault(MqttReasonCode.ProtocolError, $"{frame.Type} from the broker");
        }
    }

    private PacketFault? Settle(MqttConnection connection, in AcknowledgementPacket acknowledgement)
    {
        PendingPublish? publish;
        lock (_gate)
        {
            publish = _flow.Land(acknowledgement.PacketIdentifier);
            if (publish is null)
            {
                _tally.UnknownAcknowledgements++;
                return null;
            }
            _tally.Acknowledged++;
            if ((byte)acknowledgement.Reason >= 0x80) _tally.Rejected++;
            connection.Watch.AnswerCame(IsOwed);
            SendWhatMay(connection);
        }
        publish.Complete(MqttPublishOutcome.Answered, acknowledgement.Reason, acknowledgement.Properties?.Text(PropertyIdentifier.ReasonString));
        return null;
    }

    private PacketFault? Receive(MqttConnection connection, in PublishPacket packet)
    {
        if (packet.Message.QualityOfService > 1) return new PacketFault(MqttReasonCode.QoSNotSupported, "QoS 2, for which we never ask");
        if (packet.Transport?.Number(PropertyIdentifier.TopicAlias) is not null)
            return new PacketFault(MqttReasonCode.TopicAliasInvalid, "a topic alias, although we allow none");   // [MQTT-3.3.2-9]
        lock (_gate) _tally.Received++;
        return _incoming.Accept(packet, connection.Version);
    }

    private PacketFault? Answer(MqttConnection connection, SubAckPacket answer)
    {
        lock (_gate)
        {
            var fault = _requests.Answer(answer, connection.Version);
            if (fault is null) connection.Watch.AnswerCame(IsOwed);
            return fault;
        }
    }
}
