using System.Threading.Channels;
using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>Packets on their way to the writer: appended whole by anybody, taken all at once by the one writer, so that small ones share a send.</summary>
/// <param name="version">In which they are written.</param>
/// <param name="maximumPacketSize">The largest packet that the broker accepts, in bytes.</param>
/// <param name="topicAliasMaximum">The highest topic alias that may be used; 0 for none.</param>
internal sealed class OutputQueue(ProtocolVersion version, int maximumPacketSize, int topicAliasMaximum = 0)
{
    // QoS 1 is bounded by the window; QoS 0 waits its turn above this, so that a slow line does not fill the memory.
    private const int UnacknowledgedLimit = 1 << 20;

    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Queue<PendingPublish> _heldBack = new();
    private readonly TopicAliases _aliases = new(topicAliasMaximum);
    private PacketBuffer _filling = new();
    private PacketBuffer _taken = new();
    private List<PendingPublish> _fillingPublishes = [];
    private List<PendingPublish> _takenPublishes = [];
    private bool _isComplete;

    /// <summary>Appends a packet, unless it is larger than the broker accepts.</summary>
    public bool TryAppend<TPacket>(TPacket packet)
        where TPacket : IMqttPacket
    {
        lock (_gate)
        {
            if (_isComplete) return true;   // the connection is ending; nobody will read what is said now
            if (!TryWrite(packet)) return false;
        }
        _signal.Writer.TryWrite(true);
        return true;
    }

    /// <summary>Appends a QoS 1 message, unless it is larger than the broker accepts. Whether it is does not depend on topic aliases.</summary>
    public bool TryAppendPublish(PublishPacket packet)
    {
        lock (_gate)
        {
            if (_isComplete) return true;
            if (!TryWritePublish(packet)) return false;
        }
        _signal.Writer.TryWrite(true);
        return true;
    }

    /// <summary>Appends a QoS 0 message now or when there is room; it is completed when written.</summary>
    public void AppendUnacknowledged(PendingPublish publish)
    {
        lock (_gate)
        {
            _heldBack.Enqueue(publish);
            MoveHeldBack();
        }
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Nothing is appended any more; the writer ends when it has written the rest and <paramref name="last"/>.</summary>
    public void Complete(DisconnectPacket? last)
    {
        lock (_gate)
        {
            if (last is { } disconnect && !_isComplete) TryWrite(disconnect);
            _isComplete = true;
        }
        _signal.Writer.TryWrite(true);
        _signal.Writer.TryComplete();
    }

    /// <summary>True when there may be something to take; false when there never will be again.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancel) => _signal.Reader.WaitToReadAsync(cancel);

    /// <summary>Takes all that was appended. What it gives is valid until <see cref="Written"/>.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        _signal.Reader.TryRead(out _);
        lock (_gate)
        {
            (_filling, _taken) = (_taken, _filling);
            (_fillingPublishes, _takenPublishes) = (_takenPublishes, _fillingPublishes);
        }
        return _taken.Written;
    }

    /// <summary>What was taken is on its way.</summary>
    public void Written()
    {
        _taken.Clear();
        foreach (var publish in _takenPublishes) publish.Complete(MqttPublishOutcome.Answered, MqttReasonCode.Success);
        _takenPublishes.Clear();
        lock (_gate)
        {
            if (_heldBack.Count == 0) return;
            MoveHeldBack();
        }
        _signal.Writer.TryWrite(true);
    }

    /// <summary>The connection has ended: nobody is left waiting for a write.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isComplete = true;
            foreach (var publish in (PendingPublish[])[.. _takenPublishes, .. _fillingPublishes, .. _heldBack])
                publish.Complete(MqttPublishOutcome.NotSent, MqttReasonCode.UnspecifiedError);
        }
    }

    private void MoveHeldBack()
    {
        while (!_isComplete && _filling.Length < UnacknowledgedLimit && _heldBack.TryDequeue(out var publish))
        {
            if (publish.IsSettled) continue;   // cancelled while it waited
            if (TryWritePublish(new PublishPacket(publish.Message, 0))) _fillingPublishes.Add(publish);
            else publish.Complete(MqttPublishOutcome.TooLarge, MqttReasonCode.PacketTooLarge);
        }
    }

    // Here, because an alias holds from the packet that introduces it, in the order on the wire and not in that of the callers.
    private bool TryWritePublish(in PublishPacket packet)
    {
        string topic = packet.Message.Topic;
        if (_aliases.Find(topic, out bool isKnown) is not { } alias) return TryWrite(packet);

        // It must fit in full too: after a reconnect the same message is sent without the alias [MQTT-3.3.2-7].
        if (!TryWrite(packet with { Transport = alias.Property, OmitsTopic = isKnown }, alias.TopicSize)) return TryWrite(packet);
        if (!isKnown) _aliases.Learn(topic, alias);
        return true;
    }

    private bool TryWrite<TPacket>(TPacket packet, int spare = 0)
        where TPacket : IMqttPacket
    {
        int start = _filling.Length;
        packet.WriteTo(_filling, version);
        if (_filling.Length - start + spare <= maximumPacketSize) return true;
        _filling.Truncate(start);
        return false;
    }
}
