namespace Gateway.Core.Receiving;

/// <summary>Sequences as intervals: sorted, apart from each other, ends included. A month of a lane without a hole is one interval.</summary>
internal sealed class SequenceSet
{
    private readonly List<(long From, long To)> _ranges = [];

    public IReadOnlyList<(long From, long To)> Ranges => _ranges;

    /// <summary>The greatest; 0 when there is none.</summary>
    public long Last => _ranges.Count == 0 ? 0 : _ranges[^1].To;

    public long Count => _ranges.Sum(range => range.To - range.From + 1);

    public bool Contains(long seq)
    {
        int at = FirstEndingAtOrAfter(seq);
        return at < _ranges.Count && _ranges[at].From <= seq;
    }

    /// <summary>Adds all from one sequence to another; nothing when the second is less.</summary>
    public void Add(long from, long to)
    {
        if (to < from) return;
        // Neighbours are joined too, so the search begins one earlier.
        int first = FirstEndingAtOrAfter(from - 1), end = first;
        while (end < _ranges.Count && _ranges[end].From <= to + 1)
        {
            from = Math.Min(from, _ranges[end].From);
            to = Math.Max(to, _ranges[end].To);
            end++;
        }
        _ranges.RemoveRange(first, end - first);
        _ranges.Insert(first, (from, to));
    }

    /// <summary>The holes between two sequences, both included.</summary>
    public IEnumerable<(long From, long To)> Missing(long from, long to)
    {
        for (int at = FirstEndingAtOrAfter(from); at < _ranges.Count && _ranges[at].From <= to; at++)
        {
            if (_ranges[at].From > from) yield return (from, _ranges[at].From - 1);
            from = _ranges[at].To + 1;
        }
        if (from <= to) yield return (from, to);
    }

    /// <summary>What there is between two sequences, both included.</summary>
    public IEnumerable<(long From, long To)> Within(long from, long to)
    {
        for (int at = FirstEndingAtOrAfter(from); at < _ranges.Count && _ranges[at].From <= to; at++)
            yield return (Math.Max(_ranges[at].From, from), Math.Min(_ranges[at].To, to));
    }

    /// <summary>The last sequence that can be reached from one without a hole; one less than it when it is not there itself.</summary>
    public long Through(long from)
    {
        int at = FirstEndingAtOrAfter(from);
        return at < _ranges.Count && _ranges[at].From <= from ? _ranges[at].To : from - 1;
    }

    private int FirstEndingAtOrAfter(long seq)
    {
        int low = 0, high = _ranges.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_ranges[middle].To >= seq) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
