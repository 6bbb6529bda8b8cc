namespace Gateway.Core.Buffering;

/// <summary>What readers found damaged or missing in the middle of a lane, until the writer records it. Safe for threads.</summary>
internal sealed class DamageReports
{
    private readonly Lock _gate = new();
    private readonly HashSet<(Lane Lane, long From, long To)> _found = [];

    /// <returns>False when it was known.</returns>
    public bool Add(Lane lane, long from, long to)
    {
        lock (_gate) return _found.Add((lane, from, to));
    }

    public IReadOnlyList<(Lane Lane, long From, long To)> All
    {
        get { lock (_gate) return _found.Count == 0 ? [] : [.. _found]; }
    }

    public void Remove(IEnumerable<(Lane, long, long)> recorded)
    {
        lock (_gate) _found.ExceptWith(recorded);
    }

    public void Clear()
    {
        lock (_gate) _found.Clear();
    }
}
