using System.Buffers.Binary;
using System.Text.Unicode;
using Gateway.Core.Readings;

namespace Gateway.Core.Buffering;

/// <summary>Reads the rows of a stored batch of readings one after the other. Any bytes get an answer; nothing is allocated.</summary>
public ref struct ReadingsReader
{
    private ReadOnlySpan<byte> _rest;
    private int _left;
    private int _point = -1;
    private long _timeMs;
    private Quality _quality;

    public ReadingsReader(ReadOnlySpan<byte> body)
    {
        if (body.Length < ReadingsBody.HeaderBytes || body[0] != ReadingsBody.Version)
        {
            IsDamaged = true;
            return;
        }
        Count = _left = BinaryPrimitives.ReadUInt16LittleEndian(body[1..]);
        _rest = body[ReadingsBody.HeaderBytes..];
        IsDamaged = _left == 0 && _rest.Length > 0;
    }

    /// <summary>Rows that the body says it has.</summary>
    public int Count { get; }

    /// <summary>The bytes make no sense from here on (cut short, too long, unknown version or form); nothing more is read.</summary>
    public bool IsDamaged { get; private set; }

    /// <returns>False at the end and when <see cref="IsDamaged"/>.</returns>
    public bool TryRead(out StoredReading reading)
    {
        reading = default;
        if (IsDamaged || _left == 0) return false;
        bool isRead = TryReadRow(out reading);
        _left--;
        IsDamaged = !isRead || (_left == 0 && _rest.Length > 0);
        return isRead;
    }

    private bool TryReadRow(out StoredReading reading)
    {
        reading = default;
        if (_rest.IsEmpty) return false;
        int control = _rest[0];
        _rest = _rest[1..];
        if (!TryReadPoint(control) || !TryReadTime(control) || !TryReadQuality(control)) return false;
        var row = new StoredReading { Point = _point, TimeMs = _timeMs, Quality = _quality, IsChanged = (control & ReadingsBody.IsChanged) != 0 };
        return TryReadValue(control & ReadingsBody.FormMask, row, out reading);
    }

    private bool TryReadPoint(int control)
    {
        long step = 0;
        if ((control & ReadingsBody.HasPoint) != 0 && !TryReadSigned(out step)) return false;
        if (step is < -int.MaxValue or > int.MaxValue) return false;
        long point = _point + 1L + step;
        if (point is < 0 or > int.MaxValue) return false;
        _point = (int)point;
        return true;
    }

    private bool TryReadTime(int control)
    {
        long elapsed = 0;
        if ((control & ReadingsBody.HasTime) != 0 && !TryReadSigned(out elapsed)) return false;
        _timeMs = unchecked(_timeMs + elapsed);
        return _timeMs is >= ReadingsBody.EarliestMs and <= ReadingsBody.LatestMs;
    }

    private bool TryReadQuality(int control)
    {
        if ((control & ReadingsBody.HasQuality) == 0) return true;
        if (!TryReadUnsigned(out ulong packed) || packed > 0x3FF || (packed & 3) == 3) return false;
        _quality = new Quality((QualityStatus)(packed & 3), (QualityReason)(packed >> 2));
        return true;
    }

    private bool TryReadValue(int form, StoredReading row, out StoredReading reading)
    {
        reading = row;
        switch (form)
        {
            case ReadingsBody.None:
                return true;
            case ReadingsBody.False or ReadingsBody.True:
                reading = row with { Kind = ValueKind.Boolean, Number = form - ReadingsBody.False };
                return true;
            case ReadingsBody.Text:
                if (!TryReadText(out var text)) return false;
                reading = row with { Kind = ValueKind.Text, Utf8Text = text };
                return true;
            case ReadingsBody.Float64:
                if (_rest.Length < sizeof(double)) return false;
                reading = row with { Kind = ValueKind.Number, Number = BinaryPrimitives.ReadDoubleLittleEndian(_rest) };
                _rest = _rest[sizeof(double)..];
                return double.IsFinite(reading.Number);
            case ReadingsBody.Float32:
                if (_rest.Length < sizeof(float)) return false;
                reading = row with { Kind = ValueKind.Number, Number = BinaryPrimitives.ReadSingleLittleEndian(_rest) };
                _rest = _rest[sizeof(float)..];
                return double.IsFinite(reading.Number);
            default:
                if (!TryReadSigned(out long digits)) return false;
                int decimals = form - ReadingsBody.Decimal;
                double number = DecimalForm.ToDouble(digits, decimals);
                reading = row with { Kind = ValueKind.Number, IsDecimal = true, Digits = digits, Decimals = decimals, Number = number };
                return true;
        }
    }

    private bool TryReadText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!TryReadUnsigned(out ulong length) || length > (ulong)_rest.Length) return false;
        text = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return Utf8.IsValid(text);
    }

    private bool TryReadSigned(out long value)
    {
        bool isRead = TryReadUnsigned(out ulong zigzag);
        value = (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
        return isRead;
    }

    private bool TryReadUnsigned(out ulong value)
    {
        value = 0;
        for (int at = 0; at < _rest.Length && at < 10; at++)
        {
            byte part = _rest[at];
            if (at == 9 && part > 1) return false;
            value |= (ulong)(part & 0x7F) << (7 * at);
            if (part >= 0x80) continue;
            _rest = _rest[(at + 1)..];
            return true;
        }
        return false;
    }
}
