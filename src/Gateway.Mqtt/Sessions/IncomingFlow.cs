using System.Threading.Channels;
using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>Received messages between the connection and whoever reads them. Bounded: a reader that falls behind stops the broker, not the memory.</summary>
/// <remarks>
/// A broker that sends more than our receive maximum may be left with 0x93 (MQTT 5, section 4.9). We do so only when the queue is full too:
/// mosquitto 2.0.11, which Debian 12 ships, sends sixteen further messages for each PUBACK once sixteen were unacknowledged, and
/// would be left over and over with the same backlog.
/// </remarks>
/// <param name="receiveMaximum">QoS 1 messages that an MQTT 5 broker may leave unacknowledged.</param>
internal sealed class IncomingFlow(int receiveMaximum)
{
    // QoS 0 has no flow control: what does not fit is dropped and counted.
    private const int UnacknowledgedPlaces = 64;

    // More than any receive maximum of ours: 3.1.1 cannot state one, and after reconnects messages of earlier connections wait too.
    private const int AcknowledgedPlaces = 1024;

    private readonly Channel<IncomingMessage> _messages = Channel.CreateBounded<IncomingMessage>(
        new BoundedChannelOptions(UnacknowledgedPlaces + AcknowledgedPlaces) { FullMode = BoundedChannelFullMode.Wait });
    private readonly Lock _gate = new();
    private long _connection;
    private long _firstNotRedelivered;
    private int _unacknowledged;
    private int _waitingAtMostOnce;
    private int _waitingAtLeastOnce;

    public long Dropped { get; private set; }

    /// <summary>Messages by which an MQTT 5 broker exceeded our receive maximum.</summary>
    public long BeyondMaximum { get; private set; }

    public ChannelReader<IncomingMessage> Messages => _messages.Reader;

    /// <summary>A connection begins. With the session resumed the broker sends again what was not acknowledged [MQTT-4.4.0-1].</summary>
    public void Begin(long connection, bool sessionPresent)
    {
        lock (_gate)
        {
            _connection = connection;
            _unacknowledged = 0;
            if (sessionPresent) _firstNotRedelivered = connection;
        }
    }

    /// <summary>Takes a message from the broker.</summary>
    /// <returns>What the broker did wrong, or null.</returns>
    public PacketFault? Accept(in PublishPacket packet, ProtocolVersion version)
    {
        lock (_gate)
        {
            bool isAtLeastOnce = packet.Message.QualityOfService > 0;
            if (isAtLeastOnce && ++_unacknowledged > receiveMaximum && version == ProtocolVersion.V5) BeyondMaximum++;
            if (isAtLeastOnce && _waitingAtLeastOnce == AcknowledgedPlaces)
                return new PacketFault(MqttReasonCode.ReceiveMaximumExceeded, $"{AcknowledgedPlaces} messages wait to be read");
            if (!isAtLeastOnce && _waitingAtMostOnce == UnacknowledgedPlaces)
            {
                Dropped++;
                return null;
            }
            Count(isAtLeastOnce, 1);
            _messages.Writer.TryWrite(new IncomingMessage(packet.Message, packet.PacketIdentifier, _connection));
            return null;
        }
    }

    /// <summary>A message leaves the queue.</summary>
    /// <param name="message">As read from <see cref="Messages"/>.</param>
    /// <param name="acknowledge">Whether the present connection owes a PUBACK for it.</param>
    /// <returns>Whether it is to be handed out; false when the broker sends it again, on a later connection.</returns>
    public bool Release(in IncomingMessage message, out bool acknowledge)
    {
        lock (_gate)
        {
            bool isAtLeastOnce = message.Message.QualityOfService > 0;
            Count(isAtLeastOnce, -1);
            acknowledge = isAtLeastOnce && message.Connection == _connection;
            if (acknowledge) _unacknowledged--;
            return !isAtLeastOnce || message.Connection >= _firstNotRedelivered;
        }
    }

    /// <summary>Nothing more will come.</summary>
    public void Complete() => _messages.Writer.TryComplete();

    private void Count(bool isAtLeastOnce, int change)
    {
        if (isAtLeastOnce) _waitingAtLeastOnce += change;
        else _waitingAtMostOnce += change;
    }
}
