using Gateway.Core.Readings;

namespace Gateway.Core.History.Chunks;

/// <summary>Least, greatest and mean of good values, growing by readings or by whole chunks.</summary>
internal struct Aggregate
{
    public int Count { get; private set; }

    public int Good { get; private set; }

    public int Numbers { get; private set; }

    public double Minimum { get; private set; }

    public double Maximum { get; private set; }

    public double Mean { get; private set; }

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
        if (chunk.Numbers > 0) Join(chunk.Numbers, chunk.Minimum, chunk.Maximum, chunk.Mean);
    }

    private void Join(int count, double minimum, double maximum, double mean)
    {
        Minimum = Numbers == 0 ? minimum : Math.Min(Minimum, minimum);
        Maximum = Numbers == 0 ? maximum : Math.Max(Maximum, maximum);
        Numbers += count;
        // Weighted before they are subtracted, so that two values near the greatest double do not overflow. A mean lies between its extremes, whatever rounding says.
        double share = (double)count / Numbers;
        Mean = Math.Clamp((Mean * (1 - share)) + (mean * share), Minimum, Maximum);
    }
}
