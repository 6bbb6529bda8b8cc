using System.Runtime.InteropServices;

namespace Gateway.Core.Readings;

/// <summary>One point's value at one instant, or the statement that there is none and why.</summary>
/// <remarks>Points are numbered densely by the site model in force; the number means nothing outside it. 32 bytes, copied freely.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Reading
{
    private Reading(int point, long timeMs, Quality quality, ValueKind kind, double number, string? text)
    {
        Point = point;
        TimeMs = timeMs;
        Quality = quality;
        Kind = kind;
        Number = number;
        Text = text;
    }

    /// <summary>The point's number in the site model.</summary>
    public int Point { get; }

    /// <summary>When the device answered: UTC, milliseconds since 1970.</summary>
    public long TimeMs { get; }

    public Quality Quality { get; }

    public ValueKind Kind { get; }

    /// <summary>The value in the point's unit when <see cref="Kind"/> is Number; 0 or 1 when Boolean. Never NaN or infinite.</summary>
    public double Number { get; }

    public string? Text { get; }

    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(TimeMs);

    public bool Boolean => Number != 0;

    public static Reading OfNumber(int point, long timeMs, double value, Quality quality = default) =>
        new(point, timeMs, quality, ValueKind.Number, value, null);

    public static Reading OfBoolean(int point, long timeMs, bool value, Quality quality = default) =>
        new(point, timeMs, quality, ValueKind.Boolean, value ? 1 : 0, null);

    public static Reading OfText(int point, long timeMs, string value, Quality quality = default) =>
        new(point, timeMs, quality, ValueKind.Text, 0, value);

    public static Reading Missing(int point, long timeMs, Quality quality) => new(point, timeMs, quality, ValueKind.None, 0, null);

    public Reading With(Quality quality) => new(Point, TimeMs, quality, Kind, Number, Text);
}
