using System.Threading.Channels;
using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Sessions;

/// <summary>Received messages between the connection and whoever reads them. Bounded: a reader that falls behind stops the broker, not the memory.</summary>
/// <param name="receiveMaximum">QoS 1 messages that an MQTT 5 broker may leave unacknowledged.</param>
internal sealed class IncomingFlow(int receiveMaximum)
{
    // QoS 0 has no flow control: what does not fit is dropped and counted.
    private const int UnacknowledgedPlaces = 64;

    // 3.1.1 cannot state a receive maximum, and brokers have their own (mosquitto 20); after reconnects, messages of earlier connections wait too.
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
            if (isAtLeastOnce && ++_unacknowledged > receiveMaximum && version == ProtocolVersion.V5)
                return new PacketFault(MqttReasonCode.ReceiveMaximumExceeded, $"more than {receiveMaximum} messages unacknowledged");
            if (isAtLeastOnce && _waitingAtLeastOnce == AcknowledgedPlaces)
                return new PacketFault(MqttReasonCode.QuotaExceeded, $"{AcknowledgedPlaces} messages wait to be read");
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
