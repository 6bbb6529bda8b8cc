using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Gateway.Core.Readings;

namespace Gateway.Core.Buffering;

/// <summary>Reads the rows of a stored batch of readings one after the other. Any bytes get an answer; nothing is allocated.</summary>
public ref struct ReadingsReader
{
    // A control byte, a time of one byte, a value of eight.
    private const int LongestPlainRow = 1 + 1 + sizeof(ulong);
    private const ulong HighBits = 0x8080_8080_8080_8080;

    private readonly ReadOnlySpan<byte> _body;
    private int _at = ReadingsBody.HeaderBytes;
    private int _left;
    private int _point = -1;
    private long _timeMs;
    private Quality _quality;

    // The row being read: made into one value at its end.
    private ValueKind _kind;
    private bool _isDecimal;
    private byte _decimals;
    private long _digits;
    private double _number;
    private ReadOnlySpan<byte> _text;

    public ReadingsReader(ReadOnlySpan<byte> body)
    {
        _body = body;
        if (body.Length < ReadingsBody.HeaderBytes || body[0] != ReadingsBody.Version)
        {
            IsDamaged = true;
            return;
        }
        Count = _left = BinaryPrimitives.ReadUInt16LittleEndian(body[1..]);
        IsDamaged = _left == 0 && body.Length > _at;
    }

    /// <summary>Bytes of a value by its form; -1 for those that say it themselves.</summary>
    private static ReadOnlySpan<sbyte> FixedLengths => [0, 0, 0, -1, sizeof(double), -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, sizeof(float)];

    /// <summary>Rows that the body says it has.</summary>
    public int Count { get; }

    /// <summary>The bytes make no sense from here on (cut short, too long, unknown version or form); nothing more is read.</summary>
    public bool IsDamaged { get; private set; }

    /// <returns>False at the end and when <see cref="IsDamaged"/>.</returns>
    public bool TryRead(out StoredReading reading)
    {
        reading = default;
        if (IsDamaged || _left == 0) return false;
        bool isRead = TryReadRow(out bool isChanged);
        _left--;
        IsDamaged = !isRead || (_left == 0 && _at < _body.Length);
        if (isRead) reading = new StoredReading(_point, _timeMs, _quality, isChanged, _kind, _isDecimal, _decimals, _digits, _number, _text);
        return isRead;
    }

    /// <summary>The next row of a point that is wanted. Values of others are passed over, which is what makes one point of hundreds cheap.</summary>
    /// <param name="wanted">By point number; points beyond it are not.</param>
    /// <returns>False at the end and when <see cref="IsDamaged"/>.</returns>
    public bool TryReadWanted(ReadOnlySpan<bool> wanted, out StoredReading reading)
    {
        reading = default;
        while (!IsDamaged && _left > 0)
        {
            PassPlainRows(wanted);
            bool isSound = TryReadPlace(out int control);
            bool isWanted = isSound && _point < wanted.Length && wanted[_point];
            int form = control & ReadingsBody.FormMask;
            isSound = isSound && (isWanted ? TryReadValue(form) : TryPassValue(form));
            _left--;
            IsDamaged = !isSound || (_left == 0 && _at < _body.Length);
            if (!isSound || !isWanted) continue;
            reading = new StoredReading(_point, _timeMs, _quality, (control & ReadingsBody.IsChanged) != 0, _kind, _isDecimal, _decimals, _digits, _number, _text);
            return true;
        }
        return false;
    }

    /// <summary>Goes past rows as they mostly are: the next point in order, the quality of the row before, numbers of few bytes. Stops before one that is
    /// wanted, the last, and any other; whether those make sense is judged where they are read.</summary>
    /// <remarks>This is most of what a query costs that looks for one point of hundreds: all in local variables, and few branches that cannot be
    /// foretold.</remarks>
    private void PassPlainRows(ReadOnlySpan<bool> wanted)
    {
        var body = _body;
        int point = _point, at = _at, left = _left;
        long timeMs = _timeMs;
        for (; left > 1 && body.Length - at >= LongestPlainRow && point + 1 < wanted.Length && !wanted[point + 1]; left--)
        {
            int control = body[at], form = control & ReadingsBody.FormMask;
            if ((control & (ReadingsBody.HasPoint | ReadingsBody.HasQuality)) != 0 || form == ReadingsBody.Text) break;
            int next = at + 1;
            long time = timeMs;
            if ((control & ReadingsBody.HasTime) != 0)
            {
                int zigzag = body[next++];
                if (zigzag >= 0x80) break;
                time += (zigzag >> 1) ^ -(zigzag & 1);
                if (time is < ReadingsBody.EarliestMs or > ReadingsBody.LatestMs) break;
            }
            ulong ends = ~BinaryPrimitives.ReadUInt64LittleEndian(body[next..]) & HighBits;
            if (ends == 0) break;
            // The one of them that the form takes; none takes more than eight bytes.
            int number = (BitOperations.TrailingZeroCount(ends) >> 3) + 1;
            int given = FixedLengths[form];
            (at, point, timeMs) = (next + (given < 0 ? number : given), point + 1, time);
        }
        (_at, _point, _timeMs, _left) = (at, point, timeMs, left);
    }

    private bool TryReadRow(out bool isChanged)
    {
        bool isRead = TryReadPlace(out int control) && TryReadValue(control & ReadingsBody.FormMask);
        isChanged = (control & ReadingsBody.IsChanged) != 0;
        return isRead;
    }

    /// <summary>All of a row but its value.</summary>
    private bool TryReadPlace(out int control)
    {
        control = 0;
        if (_at == _body.Length) return false;
        control = _body[_at++];
        return TryReadPoint(control) && TryReadTime(control) && TryReadQuality(control);
    }

    private bool TryPassValue(int form)
    {
        switch (form)
        {
            case ReadingsBody.None or ReadingsBody.False or ReadingsBody.True:
                return true;
            case ReadingsBody.Text:
                return TryReadText();
            case ReadingsBody.Float64 or ReadingsBody.Float32:
                _at += form == ReadingsBody.Float64 ? sizeof(double) : sizeof(float);
                return _at <= _body.Length;
            default:
                return TryReadUnsigned(out _);
        }
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

    private bool TryReadValue(int form)
    {
        _isDecimal = false;
        _number = 0;
        _text = default;
        switch (form)
        {
            case ReadingsBody.None:
                _kind = ValueKind.None;
                return true;
            case ReadingsBody.False or ReadingsBody.True:
                _kind = ValueKind.Boolean;
                _number = form - ReadingsBody.False;
                return true;
            case ReadingsBody.Text:
                _kind = ValueKind.Text;
                return TryReadText();
            case ReadingsBody.Float64:
                _kind = ValueKind.Number;
                if (_body.Length - _at < sizeof(double)) return false;
                _number = BinaryPrimitives.ReadDoubleLittleEndian(_body[_at..]);
                _at += sizeof(double);
                return double.IsFinite(_number);
            case ReadingsBody.Float32:
                _kind = ValueKind.Number;
                if (_body.Length - _at < sizeof(float)) return false;
                _number = BinaryPrimitives.ReadSingleLittleEndian(_body[_at..]);
                _at += sizeof(float);
                return double.IsFinite(_number);
            default:
                _kind = ValueKind.Number;
                _isDecimal = true;
                _decimals = (byte)(form - ReadingsBody.Decimal);
                return TryReadSigned(out _digits);
        }
    }

    private bool TryReadText()
    {
        if (!TryReadUnsigned(out ulong length) || length > (ulong)(_body.Length - _at)) return false;
        _text = _body.Slice(_at, (int)length);
        _at += (int)length;
        return Utf8.IsValid(_text);
    }

    private bool TryReadSigned(out long value)
    {
        bool isRead = TryReadUnsigned(out ulong zigzag);
        value = (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
        return isRead;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadUnsigned(out ulong value)
    {
        // Most numbers are small: one byte.
        if (_at < _body.Length && _body[_at] < 0x80)
        {
            value = _body[_at++];
            return true;
        }
        return TryReadLong(out value);
    }

    private bool TryReadLong(out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 70 && _at < _body.Length; shift += 7)
        {
            byte part = _body[_at++];
            // The tenth byte holds the highest bit of 64 and no more.
            if (shift == 63 && part > 1) return false;
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80) return true;
        }
        return false;
    }
}
