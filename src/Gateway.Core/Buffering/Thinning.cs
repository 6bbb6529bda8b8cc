using Gateway.Core.Readings;

namespace Gateway.Core.Buffering;

/// <summary>Makes of readings that must go what can be kept of them: one of each point and minute, a good one when there is any.</summary>
/// <remarks>
/// A sealed message never changes its bytes. What is kept is therefore sealed anew, as messages of the fill lane, and the messages that it was taken from are
/// dropped with a record.
/// </remarks>
internal static class Thinning
{
    private const long MinuteMs = 60_000;

    /// <summary>Thinning that keeps more than so much makes too little room.</summary>
    private const double MostKept = 0.5;

    /// <param name="messages">Readings of the live lane, in order.</param>
    /// <param name="layoutOf">Null when the layout is lost.</param>
    /// <returns>Null when they cannot be thinned: they are as thin as that, or nobody can tell their names or times any more.</returns>
    public static ThinnedPart? Of(IReadOnlyList<StoredMessage> messages, Func<int, Layout?> layoutOf, BufferLimits limits)
    {
        var bodies = new List<ThinnedBody>();
        long all = messages.Sum(message => (long)message.Count), kept = 0;
        for (int at = 0; at < messages.Count;)
        {
            var first = messages[at];
            // Times of an unset clock can be mended only together with the message that they came in.
            var run = messages.Skip(at).TakeWhile(message => message.Layout == first.Layout && message.Clock != ClockState.Unset).ToList();
            if (run.Count == 0 || layoutOf(first.Layout) is not { } layout || Kept(run, layout.Points.Count) is not { } readings) return null;
            bodies.AddRange(Seal(readings, layout, run[^1], limits));
            kept += readings.Count;
            at += run.Count;
        }
        return kept > all * MostKept ? null : new ThinnedPart(bodies, all - kept);
    }

    /// <returns>Null when a message says something that cannot be.</returns>
    private static List<Reading>? Kept(List<StoredMessage> messages, int points)
    {
        var kept = new List<Reading>();
        var latest = new (long Minute, int At)[points];
        Array.Fill(latest, (long.MinValue, 0));
        foreach (var message in messages)
        {
            if (message.Kind != MessageKind.Readings || !ReadingsBody.IsWhole(message.Body.Span, out _)) return null;
            var rows = new ReadingsReader(message.Body.Span);
            while (rows.TryRead(out var row))
            {
                if (row.Point >= points) return null;
                long minute = Math.DivRem(row.TimeMs, MinuteMs).Quotient;
                ref var last = ref latest[row.Point];
                if (last.Minute != minute)
                {
                    last = (minute, kept.Count);
                    kept.Add(row.ToReading());
                }
                else if (row.Quality.IsGood && !kept[last.At].Quality.IsGood)
                {
                    kept[last.At] = row.ToReading();
                }
            }
        }
        return [.. kept.OrderBy(reading => reading.TimeMs)];
    }

    private static IEnumerable<ThinnedBody> Seal(List<Reading> readings, Layout layout, StoredMessage last, BufferLimits limits)
    {
        using var open = new OpenMessage(limits);
        open.Use(layout);
        foreach (var reading in readings)
        {
            open.Add(reading);
            if (open.IsFull) yield return Seal(open, last);
        }
        if (open.Count > 0) yield return Seal(open, last);
    }

    private static ThinnedBody Seal(OpenMessage open, StoredMessage last)
    {
        int count = open.Count;
        return new ThinnedBody(last.Layout, last.WallMs, last.MonotonicMs, last.Clock, count, open.Seal());
    }
}
