namespace Gateway.Core.Receiving;

/// <summary>How old messages were when they came. Kept as counts in steps of a quarter of a power of two, so percentiles are right to 19 %.</summary>
internal sealed class LatencyTally
{
    private const int StepsPerDoubling = 4;

    private readonly SortedDictionary<int, long> _counts = [];

    public long Count { get; private set; }

    /// <summary>Null when there was none. Below zero when the gateway's clock runs ahead of ours.</summary>
    public long? MostMs { get; private set; }

    public void Add(long ms)
    {
        int step = ms < 1 ? -1 : (int)Math.Ceiling(Math.Log2(ms) * StepsPerDoubling);
        _counts[step] = _counts.GetValueOrDefault(step) + 1;
        MostMs = Math.Max(ms, MostMs ?? ms);
        Count++;
    }

    /// <summary>What so much of them did not exceed: milliseconds.</summary>
    /// <param name="share">0 to 1.</param>
    public long? Percentile(double share)
    {
        long passed = 0;
        foreach (var (step, count) in _counts)
        {
            passed += count;
            if (passed >= share * Count)
                return step < 0 ? Math.Min(0, MostMs!.Value) : Math.Min((long)Math.Floor(Math.Pow(2, (double)step / StepsPerDoubling)), MostMs!.Value);
        }
        return null;
    }
}
