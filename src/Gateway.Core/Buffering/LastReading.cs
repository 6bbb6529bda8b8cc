using Gateway.Core.Readings;

namespace Gateway.Core.Buffering;

/// <summary>What a point read last, to tell whether the next reading says anything new.</summary>
internal readonly record struct LastReading(bool IsKnown, ValueKind Kind, Quality Quality, double Number, string? Text)
{
    public static LastReading Of(in Reading reading) => new(true, reading.Kind, reading.Quality, reading.Number, reading.Text);

    /// <summary>Value or quality differ, or nothing was known.</summary>
    public bool Differs(in Reading reading) =>
        !IsKnown || reading.Number != Number || reading.Quality != Quality || reading.Kind != Kind
        || !string.Equals(reading.Text, Text, StringComparison.Ordinal);
}
