using System.Text;
using Gateway.Core.Readings;

namespace Gateway.Core.Buffering;

/// <summary>One row of a stored batch. A view into its bytes: it lives no longer than the span that was read.</summary>
public readonly ref struct StoredReading
{
    private readonly double _number;

    internal StoredReading(
        int point, long timeMs, Quality quality, bool isChanged, ValueKind kind, bool isDecimal, byte decimals, long digits, double number,
        ReadOnlySpan<byte> text)
    {
        Point = point;
        TimeMs = timeMs;
        Quality = quality;
        IsChanged = isChanged;
        Kind = kind;
        IsDecimal = isDecimal;
        Decimals = decimals;
        Digits = digits;
        _number = number;
        Utf8Text = text;
    }

    /// <summary>The point's number in the layout of the message.</summary>
    public int Point { get; }

    /// <summary>UTC, milliseconds since 1970; always within what DateTimeOffset can express.</summary>
    public long TimeMs { get; }

    public Quality Quality { get; }

    /// <summary>Value or quality differ from the point's reading before, or it is the first since the start.</summary>
    public bool IsChanged { get; }

    public ValueKind Kind { get; }

    /// <summary>The number is exactly <see cref="Digits"/> / 10^<see cref="Decimals"/>, the shortest decimal of its double.</summary>
    public bool IsDecimal { get; }

    /// <summary>Means something only when <see cref="IsDecimal"/>.</summary>
    public long Digits { get; }

    /// <summary>0 to 9.</summary>
    public byte Decimals { get; }

    /// <summary>The number as double, whatever its form; 0 or 1 when Boolean. Always finite.</summary>
    public double Number => IsDecimal ? DecimalForm.ToDouble(Digits, Decimals) : _number;

    public bool Boolean => _number != 0;

    /// <summary>The text in well-formed UTF-8; empty for other kinds.</summary>
    public ReadOnlySpan<byte> Utf8Text { get; }

    /// <summary>A copy that may outlive the bytes.</summary>
    public Reading ToReading() => Kind switch
    {
        ValueKind.Number => Reading.OfNumber(Point, TimeMs, Number, Quality),
        ValueKind.Boolean => Reading.OfBoolean(Point, TimeMs, Boolean, Quality),
        ValueKind.Text => Reading.OfText(Point, TimeMs, Encoding.UTF8.GetString(Utf8Text), Quality),
        _ => Reading.Missing(Point, TimeMs, Quality),
    };
}
