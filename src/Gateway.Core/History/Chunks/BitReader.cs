using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Gateway.Core.History.Chunks;

/// <summary>Reads bits as <see cref="BitWriter"/> wrote them. Any bytes get an answer.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private long _at;

    /// <summary>Whether nothing is left but the zeros that fill the last byte.</summary>
    public readonly bool IsAtEnd => BitsLeft < 8 && Peek() == 0;

    public readonly int BytesLeft => (int)(BitsLeft / 8);

    private readonly long BitsLeft => (_bytes.Length * 8L) - _at;

    /// <summary>The next 64 bits; zeros stand for those behind the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong Peek()
    {
        int at = (int)(_at >> 3);
        return at + sizeof(ulong) < _bytes.Length ? From(_bytes[at..]) : AtTheEnd(at);
    }

    private readonly ulong AtTheEnd(int at)
    {
        Span<byte> tail = stackalloc byte[sizeof(ulong) + 1];
        tail.Clear();
        _bytes[Math.Min(at, _bytes.Length)..].CopyTo(tail);
        return From(tail);
    }

    /// <param name="bytes">At least nine.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong From(ReadOnlySpan<byte> bytes)
    {
        int shift = (int)(_at & 7);
        return (BinaryPrimitives.ReadUInt64BigEndian(bytes) << shift) | ((uint)bytes[sizeof(ulong)] >> (8 - shift));
    }

    /// <returns>False when there are not so many bits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TrySkip(int bits)
    {
        if (bits > BitsLeft) return false;
        _at += bits;
        return true;
    }

    /// <param name="bits">0 to 64.</param>
    public bool TryRead(int bits, out ulong value)
    {
        value = bits == 0 ? 0 : Peek() >> (64 - bits);
        return TrySkip(bits);
    }

    public bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            // The tenth byte holds the highest bit of 64 and no more.
            if (!TryRead(8, out ulong part) || (shift == 63 && part > 1)) return false;
            value |= (part & 0x7F) << shift;
            if (part < 0x80) return true;
        }
        return false;
    }

    public bool TryReadSigned(out long value)
    {
        bool isRead = TryReadVarint(out ulong zigzag);
        value = ZigZag.Back(zigzag);
        return isRead;
    }

    public bool TryReadBytes(Span<byte> bytes)
    {
        for (int at = 0; at < bytes.Length; at++)
        {
            if (!TryRead(8, out ulong one)) return false;
            bytes[at] = (byte)one;
        }
        return true;
    }
}
