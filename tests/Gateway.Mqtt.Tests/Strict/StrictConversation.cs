using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Gateway.Mqtt.Packets;
using Gateway.Mqtt.Tests.Packets;

namespace Gateway.Mqtt.Tests.Strict;

/// <summary>One connection of a strict broker. What came in one piece is judged whole before anything of it is answered, so that a client
/// which runs ahead is found out.</summary>
internal sealed class StrictConversation(StrictBroker broker, StrictLimits limits, Socket socket) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly StrictRules _rules = new(limits);
    private ConnectPacket? _connect;
    private bool _saidGoodbye;
    private bool _isCut;

    public StrictSession? Session { get; private set; }

    /// <summary>QoS 1 messages that the client takes at once.</summary>
    private int ReceiveMaximum => (int)(_connect?.Properties.Number(PropertyIdentifier.ReceiveMaximum) ?? ushort.MaxValue);

    public string Identifier => _connect?.ClientIdentifier ?? "";

    public async Task ServeAsync()
    {
        var input = PipeReader.Create(_stream, new StreamPipeReaderOptions(leaveOpen: true));
        try
        {
            for (bool goesOn = true; goesOn;)
            {
                var read = await input.ReadAsync();
                var rest = read.Buffer;
                // What came before the cut and waited here is lost with the line: the session may be another conversation's by now.
                lock (broker.Gate) goesOn = !_isCut && Take(ref rest) && !read.IsCompleted;
                input.AdvanceTo(rest.Start, rest.End);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client has gone, or the test has cut the line.
        }
        lock (broker.Gate) broker.Ended(this, _saidGoodbye ? null : _connect?.Will?.Message);
        Dispose();
    }

    /// <summary>Sends what the client may now be sent. The broker's gate is held.</summary>
    public void Deliver()
    {
        while (Session?.Next(ReceiveMaximum) is { } publish) Send(publish);
    }

    /// <summary>The line is cut: a reset, without a word. The broker's gate is held.</summary>
    public void Cut()
    {
        _isCut = true;
        socket.Close(0);
    }

    public void Dispose() => _stream.Dispose();

    private bool Take(ref ReadOnlySequence<byte> received)
    {
        var lawful = new List<IMqttPacket>();
        MqttReasonCode? fault = null;
        while (fault is null && !_saidGoodbye)
        {
            var status = PacketFrame.TryRead(ref received, limits.MaximumPacketSize, out var frame, out var wrong);
            if (status == OperationStatus.NeedMoreData) break;
            var packet = status == OperationStatus.Done ? Encoded.Read(frame, ProtocolVersion.V5, out wrong) : null;
            fault = packet is null ? wrong!.Reason : _rules.FaultOf(packet, identifier => Session?.IsOwed(identifier) ?? false);
            if (fault is null) lawful.Add(packet!);
            if (packet is ConnectPacket) break;   // what follows is judged as part of the connection
        }
        foreach (var packet in lawful) Answer(packet);
        if (fault is { } reason) Refuse(reason);
        else if (lawful is [ConnectPacket] && !received.IsEmpty) return Take(ref received);
        return fault is null && !_saidGoodbye;
    }

    private void Refuse(MqttReasonCode reason)
    {
        broker.Violations.Add(reason);
        // Before CONNACK there is no DISCONNECT (MQTT 5, section 3.14).
        if (_connect is null) Send(new ConnAckPacket(false, reason, PacketProperties.None));
        else Send(new DisconnectPacket(reason));
        socket.Shutdown(SocketShutdown.Send);
    }

    private void Answer(IMqttPacket packet)
    {
        switch (packet)
        {
            case ConnectPacket connect:
                Welcome(connect);
                break;
            case PublishPacket publish:
                Answer(publish);
                break;
            case AcknowledgementPacket acknowledgement:
                Session!.Acknowledged(acknowledgement.PacketIdentifier);
                Deliver();
                break;
            case SubscribePacket subscribe:
                Answer(subscribe);
                break;
            case UnsubscribePacket unsubscribe:
                MqttReasonCode[] removed =
                    [.. unsubscribe.TopicFilters.Select(f => Session!.Unsubscribe(f) ? MqttReasonCode.Success : MqttReasonCode.NoSubscriptionExisted)];
                Send(new SubAckPacket(PacketType.UnsubAck, unsubscribe.PacketIdentifier, removed, PacketProperties.None));
                break;
            case PingPacket:
                Send(PingPacket.Response);
                break;
            case DisconnectPacket disconnect:
                _saidGoodbye = disconnect.Reason != MqttReasonCode.DisconnectWithWillMessage;
                break;
        }
    }

    private void Welcome(ConnectPacket connect)
    {
        _connect = connect;
        Session = broker.SessionOf(this, connect.CleanStart, out bool isPresent);
        _rules.Accepted(isPresent);
        Property[] properties =
        [
            new(PropertyIdentifier.ReceiveMaximum, (uint)limits.ReceiveMaximum),
            new(PropertyIdentifier.MaximumQoS, (uint)limits.MaximumQualityOfService),
            new(PropertyIdentifier.RetainAvailable, limits.RetainAvailable ? 1u : 0u),
            new(PropertyIdentifier.MaximumPacketSize, (uint)limits.MaximumPacketSize),
            new(PropertyIdentifier.TopicAliasMaximum, (uint)limits.TopicAliasMaximum),
        ];
        Send(new ConnAckPacket(isPresent, MqttReasonCode.Success, new PacketProperties(properties)));
        foreach (var publish in Session.Again()) Send(publish);
        Deliver();
    }

    private void Answer(in PublishPacket publish)
    {
        var message = publish.Message with { Topic = _rules.TopicOf(publish) };
        broker.Received.Add(message);
        bool isWanted = broker.Route(message);
        if (publish.PacketIdentifier == 0) return;
        if (broker.CutsBeforeAnswering(message))
        {
            Cut();
            return;
        }
        _rules.Answered(publish.PacketIdentifier);
        Send(new AcknowledgementPacket(
            PacketType.PubAck, publish.PacketIdentifier, isWanted ? MqttReasonCode.Success : MqttReasonCode.NoMatchingSubscribers));
    }

    private void Answer(SubscribePacket subscribe)
    {
        foreach (var subscription in subscribe.Subscriptions) Session!.Subscribe(subscription.TopicFilter);
        MqttReasonCode[] granted = [.. subscribe.Subscriptions.Select(s => (MqttReasonCode)Math.Min(s.Options & 0x03, limits.MaximumQualityOfService))];
        Send(new SubAckPacket(PacketType.SubAck, subscribe.PacketIdentifier, granted, PacketProperties.None));
        foreach (var retained in broker.Retained.Where(r => Session!.Matches(r.Topic))) Session!.Enqueue(retained);
        Deliver();
    }

    private void Send<TPacket>(TPacket packet)
        where TPacket : IMqttPacket
    {
        try
        {
            _stream.Write(Encoded.Of(packet, ProtocolVersion.V5));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client has gone; the reader finds it out.
        }
    }
}
