using System.Buffers;

namespace Gateway.Mqtt.Packets;

/// <summary>One control packet as it came: its first byte and what follows the remaining length.</summary>
/// <param name="Header">Packet type and flags.</param>
/// <param name="Body">Variable header and payload; valid until the receive buffer moves on.</param>
internal readonly record struct PacketFrame(byte Header, ReadOnlyMemory<byte> Body)
{
    /// <summary>The largest remaining length four bytes can say (MQTT 5, section 1.5.5).</summary>
    public const int LargestRemainingLength = 268_435_455;

    private const int LongestHeader = 5;

    public PacketType Type => (PacketType)(Header >> 4);

    public int Flags => Header & 0x0F;

    /// <summary>Takes the next packet off the front of what was received.</summary>
    /// <param name="received">On Done, advanced past the packet; otherwise unchanged.</param>
    /// <param name="maximumSize">The Maximum Packet Size we announced: a larger packet is refused as soon as its length is known.</param>
    /// <param name="frame">On Done, the packet. Its body is copied only when it lies in several segments.</param>
    /// <param name="fault">On InvalidData, why the stream cannot be read any further.</param>
    /// <returns>Done, NeedMoreData or InvalidData.</returns>
    public static OperationStatus TryRead(ref ReadOnlySequence<byte> received, int maximumSize, out PacketFrame frame, out PacketFault? fault)
    {
        frame = default;
        fault = null;
        if (received.IsEmpty) return OperationStatus.NeedMoreData;

        Span<byte> start = stackalloc byte[LongestHeader];
        var front = received.Slice(0, Math.Min(LongestHeader, received.Length));
        front.CopyTo(start);
        start = start[..(int)front.Length];

        fault = FaultOfHeader(start[0]);
        if (fault is not null) return OperationStatus.InvalidData;

        var status = VariableByteInteger.TryRead(start[1..], out int length, out int lengthBytes);
        if (status == OperationStatus.InvalidData) fault = new PacketFault(MqttReasonCode.MalformedPacket, "the remaining length is malformed");
        if (status != OperationStatus.Done) return status;

        int size = 1 + lengthBytes + length;
        if (size > maximumSize)
        {
            fault = new PacketFault(MqttReasonCode.PacketTooLarge, $"a packet of {size} bytes, when at most {maximumSize} was announced");
            return OperationStatus.InvalidData;
        }
        if (received.Length < size) return OperationStatus.NeedMoreData;

        var body = received.Slice(1 + lengthBytes, length);
        frame = new PacketFrame(start[0], body.IsSingleSegment ? body.First : body.ToArray());
        received = received.Slice(size);
        return OperationStatus.Done;
    }

    // MQTT 5, section 2.1.3: reserved flags have one permitted value, and QoS 3 does not exist (3.3.1.2).
    private static PacketFault? FaultOfHeader(byte header)
    {
        int flags = header & 0x0F;
        bool permitted = (PacketType)(header >> 4) switch
        {
            PacketType.Reserved => false,
            PacketType.Publish => (flags & 0x06) != 0x06 && (flags & 0x0E) != 0x08,
            PacketType.PubRel or PacketType.Subscribe or PacketType.Unsubscribe => flags == 0x02,
            _ => flags == 0,
        };
        return permitted ? null : new PacketFault(MqttReasonCode.MalformedPacket, $"no packet begins with 0x{header:X2}");
    }
}
