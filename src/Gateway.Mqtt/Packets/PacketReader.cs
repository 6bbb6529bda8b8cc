using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Gateway.Mqtt.Packets;

/// <summary>Reads the fields of one packet's body. The first fault sticks, and every read after it answers zero or empty.</summary>
/// <remarks>So a packet reads all its fields in a row and asks <see cref="Ended"/> once at the end.</remarks>
internal ref struct PacketReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    public PacketFault? Fault { get; private set; }

    public readonly int Remaining => _rest.Length;

    /// <summary>Whether everything was read without a fault; bytes left over are one.</summary>
    public bool Ended()
    {
        if (!_rest.IsEmpty) Fail(MqttReasonCode.MalformedPacket, "bytes follow the end of the packet");
        return Fault is null;
    }

    public void Fail(MqttReasonCode reason, string detail)
    {
        Fault ??= new PacketFault(reason, detail);
        _rest = default;
    }

    public byte ReadByte()
    {
        var bytes = Take(sizeof(byte));
        return bytes.IsEmpty ? (byte)0 : bytes[0];
    }

    public ushort ReadUInt16()
    {
        var bytes = Take(sizeof(ushort));
        return bytes.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }

    public uint ReadUInt32()
    {
        var bytes = Take(sizeof(uint));
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    public ushort ReadPacketIdentifier()
    {
        ushort identifier = ReadUInt16();
        if (identifier == 0) Fail(MqttReasonCode.ProtocolError, "packet identifier 0");   // [MQTT-2.2.1-3]
        return identifier;
    }

    public int ReadVariableByteInteger()
    {
        if (VariableByteInteger.TryRead(_rest, out int value, out int size) != OperationStatus.Done)
        {
            Fail(MqttReasonCode.MalformedPacket, "a variable byte integer is malformed");
            return 0;
        }
        _rest = _rest[size..];
        return value;
    }

    /// <summary>A UTF-8 string: well formed, and without U+0000 [MQTT-1.5.4-1, MQTT-1.5.4-2].</summary>
    public string ReadString()
    {
        var bytes = Take(ReadUInt16());
        if (Utf8.IsValid(bytes) && !bytes.Contains((byte)0)) return Encoding.UTF8.GetString(bytes);
        Fail(MqttReasonCode.MalformedPacket, "a string is not valid UTF-8 or holds U+0000");
        return "";
    }

    public byte[] ReadBinary() => Take(ReadUInt16()).ToArray();

    public byte[] ReadRest() => Take(_rest.Length).ToArray();

    /// <summary>The next <paramref name="length"/> bytes as a reader of their own; its fault is the caller's to pass on.</summary>
    public PacketReader ReadSection(int length) => new(Take(length));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_rest.Length < count)
        {
            Fail(MqttReasonCode.MalformedPacket, "the packet ends within a field");
            return default;
        }
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
