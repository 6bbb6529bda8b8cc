using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>What a session knows over all its connections: who is in flight, what the broker allows, which connection there is. Every change is made under one lock, so that
/// the wire sees things in the order in which they were decided.</summary>
internal sealed class SessionState
{
    private const int LargestPossiblePacket = 1 + VariableByteInteger.LongestSize + PacketFrame.LargestRemainingLength;

    private readonly MqttSessionOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly IncomingFlow _incoming;
    private readonly PublishFlow _flow;
    private readonly RequestFlow _requests;
    private readonly SessionTally _tally = new();
    private MqttConnection? _connection;
    private MqttLimits _limits = MqttLimits.Unstated;
    private long _connectionNumber;
    private int _window;
    private bool _isConnecting;
    private bool _isDisposed;
    private bool _aliasesAreRefused;

    public SessionState(MqttSessionOptions options, IncomingFlow incoming, TimeProvider time)
    {
        var identifiers = new PacketIdentifiers();
        _options = options;
        _time = time;
        _incoming = incoming;
        _flow = new PublishFlow(identifiers);
        _requests = new RequestFlow(identifiers);
        _window = options.Window;
        ClientIdentifier = options.ClientIdentifier;
    }

    /// <summary>Ours, or the one that the broker chose.</summary>
    public string ClientIdentifier { get; private set; }

    public int Window
    {
        get { lock (_gate) return _window; }
    }

    public int InFlight
    {
        get { lock (_gate) return _flow.InFlight; }
    }

    /// <summary>Null when there is none.</summary>
    public MqttConnection? Connection
    {
        get { lock (_gate) return _connection; }
    }

    public MqttSessionCounters Counters
    {
        get
        {
            lock (_gate)
            {
                return _tally.ToCounters(_connection) with
                {
                    ReceivedDropped = _incoming.Dropped,
                    ReceivedBeyondMaximum = _incoming.BeyondMaximum,
                    IsConnected = _connection is not null,
                    InFlight = _flow.InFlight,
                    Window = _window,
                };
            }
        }
    }

    private int LargestPacket => _limits.MaximumPacketSize ?? LargestPossiblePacket;

    private bool IsOwed => _flow.IsOwed || _requests.IsOwed;

    /// <exception cref="InvalidOperationException">There is a connection already, or one is being opened.</exception>
    public void BeginConnecting()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(MqttSession));
            if (_connection is not null || _isConnecting) throw new InvalidOperationException("The session has a connection already.");
            _isConnecting = true;
        }
    }

    public void EndConnecting()
    {
        lock (_gate) _isConnecting = false;
    }

    /// <summary>A connection begins: what is in flight goes out again when the broker knows the session, and is lost when it does not.</summary>
    public MqttConnection Begin(OpenedConnection opened, MqttConnectResult result, PacketHandler handle)
    {
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
            ClientIdentifier = result.Limits.ClientIdentifier;
            _window = Math.Min(_options.Window, _limits.ReceiveMaximum);
            _incoming.Begin(_connectionNumber, result.SessionPresent);

            // Whoever runs the connection disposes of it.
            var connection = _connection = Made(opened, handle);
            if (result.SessionPresent && _limits.MaximumQualityOfService > 0) _flow.Resume();
            else LoseSession();
            SendWhatMay(connection);
            return connection;
        }
    }

    /// <summary>A broker that offers aliases and then refuses one would be left and met again for ever.</summary>
    public void RefuseAliases()
    {
        lock (_gate) _aliasesAreRefused = true;
    }

    /// <summary>The connection is no more.</summary>
    public void Finish(MqttConnection connection)
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

    /// <returns>Whether this was the first time, and the connection that there is.</returns>
    public (bool IsFirst, MqttConnection? Connection) Dispose()
    {
        lock (_gate)
        {
            bool isFirst = !_isDisposed;
            _isDisposed = true;
            return (isFirst, _connection);
        }
    }

    /// <summary>Nobody will ever know what became of what is in flight.</summary>
    public void Lose()
    {
        lock (_gate) LoseSession();
    }

    /// <returns>The result, when there is one at once; otherwise what to wait for.</returns>
    public (MqttPublishResult? Result, PendingPublish? Pending) Publish(MqttPublish message)
    {
        lock (_gate)
        {
            if (_connection is not { } connection) return (new MqttPublishResult(MqttPublishOutcome.NotSent, MqttReasonCode.UnspecifiedError), null);
            if (message.Payload.Length > LargestPacket) return (new MqttPublishResult(MqttPublishOutcome.TooLarge, MqttReasonCode.PacketTooLarge), null);

            var publish = new PendingPublish(AsPermitted(message));
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
            return (null, publish);
        }
    }

    /// <summary>Sends a request that has its own answer: SUBSCRIBE, UNSUBSCRIBE.</summary>
    /// <returns>Null when it cannot be sent.</returns>
    public PendingRequest? Request<TPacket>(PacketType answerType, int filters, Func<ushort, TPacket> build)
        where TPacket : IMqttPacket
    {
        lock (_gate)
        {
            if (_connection is not { } connection) return null;
            ushort identifier = _requests.Begin(answerType, filters, out var request);
            if (identifier == 0 || !connection.Output.TryAppend(build(identifier)))
            {
                _requests.Withdraw(identifier);
                return null;
            }
            connection.Watch.AnswerOwed();
            return request;
        }
    }

    /// <summary>Acknowledges a received message, to the connection that brought it and no other.</summary>
    public void Acknowledge(in IncomingMessage message)
    {
        lock (_gate)
        {
            if (message.Connection == _connectionNumber)
                _connection?.Output.TryAppend(new AcknowledgementPacket(PacketType.PubAck, message.PacketIdentifier));
        }
    }

    /// <summary>The broker has acknowledged a publish.</summary>
    public void Settle(MqttConnection connection, in AcknowledgementPacket acknowledgement)
    {
        PendingPublish? publish;
        lock (_gate)
        {
            publish = _flow.Land(acknowledgement.PacketIdentifier);
            if (publish is null)
            {
                _tally.UnknownAcknowledgements++;
                return;
            }
            _tally.Acknowledged++;
            if ((byte)acknowledgement.Reason >= 0x80) _tally.Rejected++;
            connection.Watch.AnswerCame(IsOwed);
            SendWhatMay(connection);
        }
        publish.Complete(MqttPublishOutcome.Answered, acknowledgement.Reason, acknowledgement.Properties?.Text(PropertyIdentifier.ReasonString));
    }

    /// <summary>The broker has answered a request.</summary>
    /// <returns>What is wrong with the answer, or null.</returns>
    public PacketFault? Answer(MqttConnection connection, SubAckPacket answer)
    {
        lock (_gate)
        {
            var fault = _requests.Answer(answer, connection.Version);
            if (fault is null) connection.Watch.AnswerCame(IsOwed);
            return fault;
        }
    }

    /// <summary>A message has come.</summary>
    public void NoteReceived()
    {
        lock (_gate) _tally.Received++;
    }

    private MqttConnection Made(OpenedConnection opened, PacketHandler handle)
    {
        int aliases = _aliasesAreRefused ? 0 : Math.Min(_options.TopicAliasMaximum, _limits.TopicAliasMaximum);
        var output = new OutputQueue(opened.Version, LargestPacket, aliases);
        var watch = new ConnectionWatch(_options, _limits.KeepAlive, _time);
        return new MqttConnection(opened, output, watch, handle, _options.MaximumPacketSize, _time);
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
}
