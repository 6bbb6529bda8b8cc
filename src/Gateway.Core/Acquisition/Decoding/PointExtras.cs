using System.Collections.Frozen;
using System.Globalization;
using Gateway.Core.Profiles;
using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>What only some points have: sentinels, what other registers say of the number, states, words, text.</summary>
internal sealed class PointExtras
{
    private static readonly Quality _unknownWord = Quality.Uncertain(QualityReason.Unexplained);

    private readonly PointDecoding _decoding;
    private readonly (bool IsAnyNaN, ulong Bits, Quality Quality)[] _sentinels;
    private readonly RegisterReader? _decimals;
    private readonly RegisterReader? _sign;
    private readonly FrozenDictionary<long, string>? _meanings;
    private readonly NumberPart? _fraction;
    private readonly CodedScale? _scale;
    private readonly CodedRange? _range;

    private PointExtras(DeviceModel device, PointDecoding decoding, RegisterImage image)
    {
        _decoding = decoding;
        _sentinels = [.. decoding.Sentinels.Where(s => s.Bytes.Length <= sizeof(ulong)).Select(s => (s.IsAnyNaN, Number(s.Bytes.Span), s.Quality))];
        _decimals = decoding.DecimalsFrom is { } decimals ? new RegisterReader(device, decimals, image) : null;
        _sign = decoding.SignFrom is { } sign ? new RegisterReader(device, sign, image) : null;
        _meanings = decoding.Meanings?.ToFrozenDictionary();
        _fraction = decoding.FractionFrom is { } fraction ? new NumberPart(new RegisterReader(device, fraction, image), decoding.FractionScale) : null;
        _scale = decoding.ScaleFrom is { } choice ? new CodedScale(new RegisterReader(device, choice.Reference, image), choice, decoding) : null;
        _range = decoding.RangeFrom is var (low, high)
            ? new CodedRange(new RegisterReader(device, low, image), new RegisterReader(device, high, image))
            : null;
    }

    /// <summary>What a number is whose decimals or sign are unknown.</summary>
    public static Quality Incomplete { get; } = Quality.Bad(QualityReason.Unexplained);

    /// <summary>Null for a plain number, which most points are.</summary>
    public static PointExtras? For(DeviceModel device, PointDecoding decoding, RegisterImage image)
    {
        bool isPlain = decoding.Reference.Type != RegisterType.Text
            && decoding is { Sentinels.Count: 0, IsBoolean: false, IsInverted: false, Meanings: null }
            && decoding is { DecimalsFrom: null, SignFrom: null, FractionFrom: null, ScaleFrom: null, RangeFrom: null };
        return isPlain ? null : new PointExtras(device, decoding, image);
    }

    public bool IsText => _decoding.Reference.Type == RegisterType.Text;

    /// <summary>Whether scale or range stand in other registers.</summary>
    public bool HasMeaningFromRegisters => _scale is not null || _range is not null;

    /// <summary>Whether the bits are a statement and not a value.</summary>
    public bool IsSentinel(in RegisterReader reader, ulong bits, out Quality quality)
    {
        foreach (var (isAnyNaN, exact, meant) in _sentinels)
        {
            quality = meant;
            if (isAnyNaN ? reader.IsNaN(bits) : exact == bits) return true;
        }
        quality = default;
        return false;
    }

    /// <summary>The scale that the code in its register stands for; left as it is when none does.</summary>
    /// <returns>False when the code was not answered or is none that the profile knows: then the number means nothing.</returns>
    public bool TryScale(RegisterImage image, ref LinearScale scale) => _scale is null || _scale.TryChoose(image, ref scale);

    /// <summary>What a value is by the range that the device tells.</summary>
    public Quality JudgeRange(RegisterImage image, in LinearScale scale, double value) => _range?.Judge(image, scale, value) ?? Quality.Good;

    /// <summary>Applies the registers that give the number its decimals, its sign and its fraction.</summary>
    /// <returns>False when one of them was not answered or makes no sense: then the number means nothing.</returns>
    public bool TryComplete(RegisterImage image, ref double significand, ref int decimals)
    {
        if (_sign is { } sign)
        {
            if (!sign.IsAnswered(image)) return false;
            if (sign.Masked(sign.Bits(image.Bytes)) != 0) significand = -significand;
        }
        if (_decimals is { } places)
        {
            if (!places.IsAnswered(image) || !places.TryNumber(places.Bits(image.Bytes), out double more, out _)) return false;
            if (more is not (>= 0 and <= 9) || more != Math.Truncate(more) || decimals + more > 9) return false;
            decimals += (int)more;
        }
        return _fraction is null || _fraction.TryAdd(image, ref significand, ref decimals);
    }

    /// <summary>The reading of a point that is not a number; null when it is one.</summary>
    public Reading? Word(int point, long timeMs, double significand, int decimals, Quality quality)
    {
        if (_decoding.IsBoolean) return Reading.OfBoolean(point, timeMs, (significand != 0) != _decoding.IsInverted, quality);
        if (_meanings is null) return null;
        double number = significand / ShortestDecimal.PowerOfTen(decimals);
        bool isKnown = _meanings.TryGetValue((long)number, out string? word) && number == Math.Truncate(number);
        return isKnown
            ? Reading.OfText(point, timeMs, word!, quality)
            : Reading.OfText(point, timeMs, number.ToString(CultureInfo.InvariantCulture), quality.Or(_unknownWord));
    }

    /// <summary>Characters as they stand: each register's first byte first, or its low byte alone, unless the order exchanges the bytes of a word. Ends at
    /// the first NUL.</summary>
    public string Text(ReadOnlySpan<byte> bytes)
    {
        bool isExchanged = _decoding.Reference.Order is ByteOrder.BADC or ByteOrder.DCBA;
        Span<char> text = stackalloc char[_decoding.IsWideText ? bytes.Length / 2 : bytes.Length];
        int length = 0;
        for (; length < text.Length; length++)
        {
            int at = _decoding.IsWideText ? (2 * length) + 1 : length;
            text[length] = (char)bytes[isExchanged ? at ^ 1 : at];
            if (text[length] == '\0') break;
        }
        return text[..length].Trim().ToString();
    }

    /// <summary>Whether the text's raw bytes are a statement and not a value.</summary>
    public bool IsSentinel(ReadOnlySpan<byte> bytes, out Quality quality)
    {
        foreach (var sentinel in _decoding.Sentinels)
        {
            quality = sentinel.Quality;
            if (!sentinel.IsAnyNaN && bytes.SequenceEqual(sentinel.Bytes.Span)) return true;
        }
        quality = default;
        return false;
    }

    private static ulong Number(ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        foreach (byte next in bytes) number = (number << 8) | next;
        return number;
    }
}
