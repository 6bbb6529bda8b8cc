using System.Buffers.Binary;

namespace Gateway.Core.History.Chunks;

/// <summary>Collects bits, the first in the highest place of its byte. Its buffer is used again for the next chunk.</summary>
internal sealed class BitWriter
{
    private byte[] _bytes = new byte[4096];
    private int _length;
    private ulong _pending;
    private int _bits;

    public void Clear()
    {
        _length = 0;
        _pending = 0;
        _bits = 0;
    }

    /// <param name="value">Its low bits are written, the rest does not matter.</param>
    /// <param name="bits">0 to 64.</param>
    public void Write(ulong value, int bits)
    {
        if (bits == 0) return;
        value &= Mask(bits);
        int room = 64 - _bits;
        if (bits < room)
        {
            _pending = (_pending << bits) | value;
            _bits += bits;
            return;
        }
        int left = bits - room;
        // A shift by 64 would be one by 0.
        PutWord(room == 64 ? value : (_pending << room) | (value >> left));
        _pending = value & Mask(left);
        _bits = left;
    }

    /// <summary>LEB128: seven bits a byte, low bits first.</summary>
    public void WriteVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Write(value | 0x80, 8);
        Write(value, 8);
    }

    public void WriteSigned(long value) => WriteVarint(ZigZag.Of(value));

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes) Write(one, 8);
    }

    /// <summary>What was written, filled with zeros to the byte, in an array of its own.</summary>
    public byte[] ToArray()
    {
        int tail = (_bits + 7) / 8;
        byte[] bytes = new byte[_length + tail];
        _bytes.AsSpan(0, _length).CopyTo(bytes);
        if (tail > 0)
        {
            ulong last = _pending << (64 - _bits);
            for (int at = 0; at < tail; at++) bytes[_length + at] = (byte)(last >> (56 - (8 * at)));
        }
        return bytes;
    }

    private static ulong Mask(int bits) => bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;

    private void PutWord(ulong word)
    {
        if (_bytes.Length - _length < sizeof(ulong)) Array.Resize(ref _bytes, _bytes.Length * 2);
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(_length), word);
        _length += sizeof(ulong);
    }
}
