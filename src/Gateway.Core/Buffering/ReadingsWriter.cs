using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Gateway.Core.Readings;

namespace Gateway.Core.Buffering;

/// <summary>Appends readings to a growing rented buffer in the form of <see cref="ReadingsBody"/>. Nothing is allocated per reading.</summary>
internal sealed class ReadingsWriter : IDisposable
{
    // Control byte, three varints and the longest value that is not text.
    private const int MaximumRowBytes = 1 + 5 + 10 + 2 + 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _length = ReadingsBody.HeaderBytes;
    private int _point = -1;
    private long _timeMs;
    private int _quality;

    public int Count { get; private set; }

    public int Length => _length;

    /// <param name="reading">Its point is not negative and its number finite; a number that is not is written as no value, Bad.</param>
    /// <param name="isChanged">Value or quality differ from the point's reading before.</param>
    public void Append(in Reading reading, bool isChanged)
    {
        if (Count == ReadingsBody.MaximumCount) throw new InvalidOperationException("A body holds at most 65,535 readings.");
        if (_buffer.Length - _length < MaximumRowBytes) Grow(MaximumRowBytes);
        int controlAt = _length++;
        int control = isChanged ? ReadingsBody.IsChanged : 0;

        int step = reading.Point - _point - 1;
        if (step != 0)
        {
            control |= ReadingsBody.HasPoint;
            WriteSigned(step);
        }
        long elapsed = reading.TimeMs - _timeMs;
        if (elapsed != 0)
        {
            control |= ReadingsBody.HasTime;
            WriteSigned(elapsed);
        }
        bool isLost = reading.Kind == ValueKind.Number && !double.IsFinite(reading.Number);
        var trust = isLost && reading.Quality.IsGood ? Quality.Bad(QualityReason.Unexplained) : reading.Quality;
        int quality = (int)trust.Status | ((int)trust.Reason << 2);
        if (quality != _quality)
        {
            control |= ReadingsBody.HasQuality;
            WriteUnsigned((ulong)quality);
        }
        control |= isLost ? ReadingsBody.None : WriteValue(reading);

        _buffer[controlAt] = (byte)control;
        _point = reading.Point;
        _timeMs = reading.TimeMs;
        _quality = quality;
        Count++;
    }

    /// <summary>The finished body in an array of its own; the writer is empty afterwards.</summary>
    public byte[] Seal()
    {
        _buffer[0] = ReadingsBody.Version;
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(1), (ushort)Count);
        byte[] body = _buffer.AsSpan(0, _length).ToArray();
        _length = ReadingsBody.HeaderBytes;
        _point = -1;
        _timeMs = 0;
        _quality = 0;
        Count = 0;
        return body;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private int WriteValue(in Reading reading) => reading.Kind switch
    {
        ValueKind.Number => WriteNumber(reading.Number),
        ValueKind.Boolean => reading.Boolean ? ReadingsBody.True : ReadingsBody.False,
        ValueKind.Text => WriteText(reading.Text ?? ""),
        _ => ReadingsBody.None,
    };

    private int WriteNumber(double number)
    {
        if (DecimalForm.TryOf(number, out long digits, out int decimals))
        {
            WriteSigned(digits);
            return ReadingsBody.Decimal + decimals;
        }
        float single = (float)number;
        if (single == number)
        {
            BinaryPrimitives.WriteSingleLittleEndian(_buffer.AsSpan(_length), single);
            _length += sizeof(float);
            return ReadingsBody.Float32;
        }
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.AsSpan(_length), number);
        _length += sizeof(double);
        return ReadingsBody.Float64;
    }

    private int WriteText(string text)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        if (_buffer.Length - _length < bytes + MaximumRowBytes) Grow(bytes + MaximumRowBytes);
        WriteUnsigned((ulong)bytes);
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
        return ReadingsBody.Text;
    }

    private void WriteSigned(long value) => WriteUnsigned((ulong)((value << 1) ^ (value >> 63)));

    private void WriteUnsigned(ulong value)
    {
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _buffer[_length++] = (byte)value;
    }

    private void Grow(int by)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + by));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
