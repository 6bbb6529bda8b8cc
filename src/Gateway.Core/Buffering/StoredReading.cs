using System.Text;
using Gateway.Core.Readings;

namespace Gateway.Core.Buffering;

/// <summary>One row of a stored batch. A view into its bytes: it lives no longer than the span that was read.</summary>
public readonly ref struct StoredReading
{
    /// <summary>The point's number in the layout of the message.</summary>
    public int Point { get; init; }

    /// <summary>UTC, milliseconds since 1970; always within what DateTimeOffset can express.</summary>
    public long TimeMs { get; init; }

    public Quality Quality { get; init; }

    /// <summary>Value or quality differ from the point's reading before, or it is the first since the start.</summary>
    public bool IsChanged { get; init; }

    public ValueKind Kind { get; init; }

    /// <summary>The number is exactly <see cref="Digits"/> / 10^<see cref="Decimals"/>, the shortest decimal of its double.</summary>
    public bool IsDecimal { get; init; }

    public long Digits { get; init; }

    /// <summary>0 to 9.</summary>
    public int Decimals { get; init; }

    /// <summary>The number as double, whatever its form; 0 or 1 when Boolean. Always finite.</summary>
    public double Number { get; init; }

    public bool Boolean => Number != 0;

    /// <summary>The text in well-formed UTF-8; empty for other kinds.</summary>
    public ReadOnlySpan<byte> Utf8Text { get; init; }

    /// <summary>A copy that may outlive the bytes.</summary>
    public Reading ToReading() => Kind switch
    {
        ValueKind.Number => Reading.OfNumber(Point, TimeMs, Number, Quality),
        ValueKind.Boolean => Reading.OfBoolean(Point, TimeMs, Boolean, Quality),
        ValueKind.Text => Reading.OfText(Point, TimeMs, Encoding.UTF8.GetString(Utf8Text), Quality),
        _ => Reading.Missing(Point, TimeMs, Quality),
    };
}
