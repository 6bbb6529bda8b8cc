using System.Buffers.Binary;
using System.Text;
using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>
/// Reads along between a gateway and its broker (MQTT 5): which messages the broker acknowledged. That is where the gateway's promise ends that is called
/// <i>sent</i>. A broker that is killed takes with it what it had acknowledged and not yet handed on, so no subscriber can be asked what the gateway owed.
/// </summary>
internal sealed class PublishWitness
{
    /// <summary>QoS 1 messages in the order in which brokers acknowledged them, repeats included; noted before the gateway hears of it.</summary>
    public Journal<MosquittoMessage> Acknowledged { get; } = new("acknowledged messages");

    /// <summary>One connection from its first byte on. Each side is told by one caller at a time; both may speak at once.</summary>
    public Conversation Begin() => new(Acknowledged);

    internal sealed class Conversation(Journal<MosquittoMessage> acknowledged)
    {
        private const byte Publish = 3, PubAck = 4;
        private const byte UnspecifiedError = 0x80;
        private const byte PayloadFormatIndicator = 0x01, MessageExpiryInterval = 0x02, ContentType = 0x03, ResponseTopic = 0x08, CorrelationData = 0x09;
        private const byte TopicAlias = 0x23, UserProperty = 0x26;

        private readonly Lock _gate = new();
        private readonly Dictionary<ushort, MosquittoMessage> _inFlight = [];
        private readonly Dictionary<ushort, string> _topics = [];
        private readonly PacketSplitter _said = new(), _answered = new();

        public void GatewaySaid(ReadOnlySpan<byte> bytes) => _said.Take(bytes, (first, body) =>
        {
            // MQTT 5, section 3.3: QoS 0 is never acknowledged.
            if (first >> 4 == Publish && (first & 0b0110) != 0) NotePublish(body);
        });

        public void BrokerAnswered(ReadOnlySpan<byte> bytes) => _answered.Take(bytes, (first, body) =>
        {
            if (first >> 4 == PubAck) NoteAcknowledgement(body);
        });

        private void NotePublish(ReadOnlySpan<byte> body)
        {
            int topicEnds = 2 + BinaryPrimitives.ReadUInt16BigEndian(body);
            string topic = Encoding.UTF8.GetString(body[2..topicEnds]);
            ushort identifier = BinaryPrimitives.ReadUInt16BigEndian(body[topicEnds..]);
            var rest = body[(topicEnds + 2)..];
            int properties = PacketSplitter.ReadLength(rest, out int lengthBytes) ?? throw new FormatException("a PUBLISH whose properties have no length");
            topic = Resolve(topic, AliasIn(rest[lengthBytes..(lengthBytes + properties)]));
            byte[] payload = rest[(lengthBytes + properties)..].ToArray();
            lock (_gate) _inFlight[identifier] = new MosquittoMessage(topic, payload, 1, false, "", "", "", "");
        }

        /// <summary>Section 3.3.2.3.4: with a topic name the alias is given a meaning, without one it is used.</summary>
        private string Resolve(string topic, ushort? alias)
        {
            if (alias is not { } number) return topic;
            if (topic.Length > 0) _topics[number] = topic;
            return _topics[number];
        }

        /// <summary>The topic alias among the properties of a PUBLISH (section 3.3.2.3), or null.</summary>
        private static ushort? AliasIn(ReadOnlySpan<byte> properties)
        {
            while (!properties.IsEmpty)
            {
                int size = properties[0] switch
                {
                    TopicAlias => sizeof(ushort),
                    PayloadFormatIndicator => sizeof(byte),
                    MessageExpiryInterval => sizeof(uint),
                    ContentType or ResponseTopic or CorrelationData => SizeOfField(properties[1..]),
                    UserProperty => SizeOfField(properties[1..]) + SizeOfField(properties[(1 + SizeOfField(properties[1..]))..]),
                    var other => throw new FormatException($"a PUBLISH of the gateway with property 0x{other:X2}"),
                };
                if (properties[0] == TopicAlias) return BinaryPrimitives.ReadUInt16BigEndian(properties[1..]);
                properties = properties[(1 + size)..];
            }
            return null;
        }

        private static int SizeOfField(ReadOnlySpan<byte> field) => sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(field);

        /// <summary>Section 3.4.2: without a reason code it is 0x00, success; from 0x80 on the broker did not take the message.</summary>
        private void NoteAcknowledgement(ReadOnlySpan<byte> body)
        {
            ushort identifier = BinaryPrimitives.ReadUInt16BigEndian(body);
            bool isTaken = body.Length < 3 || body[2] < UnspecifiedError;
            MosquittoMessage? message;
            lock (_gate) _inFlight.Remove(identifier, out message);
            if (isTaken && message is not null) acknowledged.Add(message);
        }
    }
}
