using Gateway.Core.Readings;

namespace Gateway.Core.History.Chunks;

/// <summary>What can be said of a chunk without unpacking it.</summary>
/// <param name="FirstMs">The earliest time in it: UTC milliseconds since 1970.</param>
/// <param name="LastMs">The latest.</param>
/// <param name="Count">All readings, whatever their quality.</param>
/// <param name="Good">Readings of quality Good.</param>
/// <param name="Numbers">Good readings that are a number or a boolean (0 or 1); only these count for least, greatest and mean.</param>
/// <param name="Minimum">0 when there are no numbers; so are the next two.</param>
internal readonly record struct ChunkSummary(long FirstMs, long LastMs, int Count, int Good, int Numbers, double Minimum, double Maximum, double Mean)
{
    /// <param name="readings">At least one.</param>
    public static ChunkSummary Of(ReadOnlySpan<Reading> readings)
    {
        var (first, last) = (long.MaxValue, long.MinValue);
        var all = default(Aggregate);
        foreach (ref readonly var reading in readings)
        {
            first = Math.Min(first, reading.TimeMs);
            last = Math.Max(last, reading.TimeMs);
            all.Add(reading);
        }
        // SQLite keeps no negative zero, and the check sum must know what it keeps.
        return new ChunkSummary(first, last, all.Count, all.Good, all.Numbers, all.Minimum + 0.0, all.Maximum + 0.0, all.Mean + 0.0);
    }
}
