namespace Gateway.Core.Buffering;

/// <summary>Finds what is missing in the middle of a lane and stands in no record.</summary>
internal static class LaneHoles
{
    /// <param name="sequences">Sequences that are there, in order.</param>
    /// <param name="expected">The first that should be.</param>
    /// <param name="drops">Records that touch a range, in order.</param>
    public static IEnumerable<(long First, long Last)> Unexplained(IEnumerable<long> sequences, long expected, Func<long, long, IReadOnlyList<Drop>> drops)
    {
        foreach (var (first, last) in In(sequences, expected))
        {
            foreach (var hole in NotExplained(drops(first, last), first, last)) yield return hole;
        }
    }

    private static IEnumerable<(long First, long Last)> In(IEnumerable<long> sequences, long expected)
    {
        foreach (long seq in sequences)
        {
            if (seq > expected) yield return (expected, seq - 1);
            expected = seq + 1;
        }
    }

    private static IEnumerable<(long First, long Last)> NotExplained(IReadOnlyList<Drop> drops, long first, long last)
    {
        foreach (var drop in drops)
        {
            if (drop.From > first) yield return (first, drop.From - 1);
            first = Math.Max(first, drop.To + 1);
        }
        if (first <= last) yield return (first, last);
    }
}
