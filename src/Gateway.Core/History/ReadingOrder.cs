using Gateway.Core.Readings;

namespace Gateway.Core.History;

/// <summary>The order of one point's readings: by time, and those of one time as they came.</summary>
internal static class ReadingOrder
{
    public static void Sort(List<Reading> readings)
    {
        // They come in order unless the clock was set back.
        for (int at = 1; at < readings.Count; at++)
        {
            if (readings[at].TimeMs >= readings[at - 1].TimeMs) continue;
            Reading[] sorted = [.. readings.OrderBy(r => r.TimeMs)];
            readings.Clear();
            readings.AddRange(sorted);
            return;
        }
    }
}
