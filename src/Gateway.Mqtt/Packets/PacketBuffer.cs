using System.Buffers.Binary;
using System.Text;

namespace Gateway.Mqtt.Packets;

/// <summary>Packets being written one after another into one growing array.</summary>
internal sealed class PacketBuffer
{
    private const int InitialCapacity = 4096;
    private const int KeptCapacity = 2 << 20;

    private byte[] _bytes = new byte[InitialCapacity];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Begins a packet whose remaining length is about <paramref name="expectedLength"/>: a good guess saves moving the body.</summary>
    /// <returns>The mark for <see cref="EndPacket"/>.</returns>
    public int BeginPacket(PacketType type, int flags, int expectedLength = 0)
    {
        WriteByte((byte)(((int)type << 4) | flags));
        return BeginLength(expectedLength);
    }

    /// <summary>Writes the remaining length now that it is known.</summary>
    public void EndPacket(int mark) => EndLength(mark);

    /// <summary>Begins a length-prefixed section of properties; <see cref="EndProperties"/> closes it.</summary>
    public int BeginProperties() => BeginLength(0);

    public void EndProperties(int mark) => EndLength(mark);

    public void WriteByte(byte value)
    {
        Reserve(sizeof(byte));
        _bytes[Length++] = value;
    }

    public void WriteUInt16(ushort value)
    {
        Reserve(sizeof(ushort));
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(Length), value);
        Length += sizeof(ushort);
    }

    public void WriteUInt32(uint value)
    {
        Reserve(sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(Length), value);
        Length += sizeof(uint);
    }

    public void WriteVariableByteInteger(int value)
    {
        int size = VariableByteInteger.SizeOf(value);
        Reserve(size);
        VariableByteInteger.Write(_bytes.AsSpan(Length), value);
        Length += size;
    }

    /// <summary>Writes a string of at most 65,535 UTF-8 bytes; callers check what comes from outside with <see cref="PacketText"/>.</summary>
    public void WriteString(string value)
    {
        int size = Encoding.UTF8.GetByteCount(value);
        WriteUInt16(checked((ushort)size));
        Reserve(size);
        Length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(Length));
    }

    public void WriteBinary(ReadOnlySpan<byte> value)
    {
        WriteUInt16(checked((ushort)value.Length));
        WriteBytes(value);
    }

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    /// <summary>Takes back what was written after <paramref name="length"/>.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Empties the buffer, and lets go of the room a burst took once the burst is over.</summary>
    public void Clear()
    {
        bool burstIsOver = _bytes.Length > KeptCapacity && Length < _bytes.Length / 8;
        if (burstIsOver) _bytes = new byte[InitialCapacity];
        Length = 0;
    }

    /// <summary>Empties the buffer and overwrites what it held: a CONNECT carries a password.</summary>
    public void Erase()
    {
        Array.Clear(_bytes);
        Length = 0;
    }

    private int BeginLength(int expected)
    {
        int width = VariableByteInteger.SizeOf(expected);
        Reserve(width);
        int mark = Length;
        Length += width;
        _bytes[mark] = (byte)width;
        return mark;
    }

    private void EndLength(int mark)
    {
        int reserved = _bytes[mark];
        int length = Length - mark - reserved;
        int needed = VariableByteInteger.SizeOf(length);
        if (needed != reserved)
        {
            if (needed > reserved) Reserve(needed - reserved);
            _bytes.AsSpan(mark + reserved, length).CopyTo(_bytes.AsSpan(mark + needed));
            Length += needed - reserved;
        }
        VariableByteInteger.Write(_bytes.AsSpan(mark), length);
    }

    private void Reserve(int count)
    {
        int needed = checked(Length + count);
        if (needed > _bytes.Length) Array.Resize(ref _bytes, (int)Math.Min(Math.Max(needed, 2L * _bytes.Length), Array.MaxLength));
    }
}
