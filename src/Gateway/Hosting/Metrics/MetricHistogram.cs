namespace Gateway.Hosting.Metrics;

/// <summary>How often which size occurred.</summary>
internal sealed class MetricHistogram
{
    private readonly long[] _counts;

    public MetricHistogram(int bounds) => _counts = new long[bounds + 1];

    private MetricHistogram(long[] counts, double sum) => (_counts, Sum) = (counts, sum);

    public double Sum { get; private set; }

    public long Count => _counts.Sum();

    public void Take(double measured, IReadOnlyList<double> bounds)
    {
        int bucket = 0;
        while (bucket < bounds.Count && measured > bounds[bucket]) bucket++;
        _counts[bucket]++;
        Sum += measured;
    }

    /// <summary>How many were at most as large as the bound with this number.</summary>
    public long UpTo(int bound) => _counts.Take(bound + 1).Sum();

    public MetricHistogram Copy() => new([.. _counts], Sum);
}
