using Gateway.Core.Readings;

namespace Gateway.Core.Tests.Buffering;

/// <summary>Readings as a plant has them, for what is measured: of ten points four slow values in steps of 0.1, two of float32 noise, two of noise of two
/// decimals, a counter and a state.</summary>
/// <param name="random">Begun with a number of its own, so that each run measures the same.</param>
internal sealed class ReadingMix(Random random, int points)
{
    private readonly double[] _slow = [.. Enumerable.Range(0, points).Select(_ => (double)random.Next(0, 1_000))];

    /// <param name="round">How often the point was read before: what the counter counts.</param>
    /// <param name="isOn">The state.</param>
    public Reading Next(int point, int round, long time, bool isOn)
    {
        switch (point % 10)
        {
            case < 4:
                if (random.Next(20) == 0) _slow[point] += random.Next(2) == 0 ? 1 : -1;
                return Reading.OfNumber(point, time, _slow[point] / 10);
            case < 6:
                return Reading.OfNumber(point, time, (float)(20 + random.NextDouble()));
            case < 8:
                return Reading.OfNumber(point, time, Math.Round(7 + random.NextDouble(), 2));
            case 8:
                return Reading.OfNumber(point, time, 1_000_000 + (round * 7));
            default:
                return Reading.OfBoolean(point, time, isOn);
        }
    }
}
