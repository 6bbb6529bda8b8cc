using Gateway.Core.Readings;

namespace Gateway.Core.History.Chunks;

/// <summary>Least, greatest and mean of good values, growing by readings or by whole chunks.</summary>
internal struct Aggregate
{
    private double _sum;

    // What rounding took from the sum (Neumaier, 1974): the mean of 0, 0.01 … 0.59 is then 0.295.
    private double _lost;

    public int Count { get; private set; }

    public int Good { get; private set; }

    public int Numbers { get; private set; }

    public double Minimum { get; private set; }

    public double Maximum { get; private set; }

    /// <summary>Between least and greatest, whatever rounding says; halfway when no double can hold the sum.</summary>
    public readonly double Mean
    {
        get
        {
            if (Numbers == 0) return 0;
            double mean = (_sum + _lost) / Numbers;
            return double.IsFinite(mean) ? Math.Clamp(mean, Minimum, Maximum) : (Minimum / 2) + (Maximum / 2);
        }
    }

    public void Add(in Reading reading)
    {
        Count++;
        if (!reading.Quality.IsGood) return;
        Good++;
        if (reading.Kind is ValueKind.Number or ValueKind.Boolean) Join(1, reading.Number, reading.Number, reading.Number);
    }

    public void Add(in ChunkSummary chunk)
    {
        Count += chunk.Count;
        Good += chunk.Good;
        if (chunk.Numbers > 0) Join(chunk.Numbers, chunk.Minimum, chunk.Maximum, chunk.Mean * chunk.Numbers);
    }

    private void Join(int count, double minimum, double maximum, double sum)
    {
        Minimum = Numbers == 0 ? minimum : Math.Min(Minimum, minimum);
        Maximum = Numbers == 0 ? maximum : Math.Max(Maximum, maximum);
        Numbers += count;
        double both = _sum + sum;
        _lost += Math.Abs(_sum) >= Math.Abs(sum) ? _sum - both + sum : sum - both + _sum;
        _sum = both;
    }
}
