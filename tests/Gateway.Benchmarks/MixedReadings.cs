using Gateway.Core.Readings;

namespace Gateway.Benchmarks;

/// <summary>A realistic mix: 40 % slow values in steps of 0.1, 20 % float32 noise, 20 % noise of two decimals, 10 % counters, 10 % states.</summary>
internal static class MixedReadings
{
    /// <param name="slow">The slow values, which go on from call to call.</param>
    public static Reading Of(Random random, double[] slow, int second, int point, long time)
    {
        switch (point % 10)
        {
            case < 4:
                if (random.Next(20) == 0) slow[point] += random.Next(2) == 0 ? 1 : -1;
                return Reading.OfNumber(point, time, slow[point] / 10);
            case < 6:
                return Reading.OfNumber(point, time, (float)(20 + random.NextDouble()));
            case < 8:
                return Reading.OfNumber(point, time, Math.Round(7 + random.NextDouble(), 2));
            case 8:
                return Reading.OfNumber(point, time, 1_000_000 + (second * 7));
            default:
                return Reading.OfBoolean(point, time, second % 3_600 < 60);
        }
    }
}
