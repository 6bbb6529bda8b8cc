namespace Gateway.Core.Profiles;

/// <summary>
/// A scale as a ratio of two whole numbers, so that 246 tenths become exactly the double nearest 24.6: value = raw * Numerator / Denominator.
/// </summary>
public readonly record struct DecimalFactor(double Numerator, double Denominator)
{
    public static DecimalFactor One { get; } = new(1, 1);

    public double Apply(double raw) => raw * Numerator / Denominator;

    /// <summary>From the decimal written in a file: 0.025 becomes 25/1000.</summary>
    public static DecimalFactor From(decimal factor)
    {
        decimal denominator = 1;
        while (decimal.Truncate(factor) != factor && denominator < 1_000_000_000_000m)
        {
            factor *= 10;
            denominator *= 10;
        }
        return new DecimalFactor((double)factor, (double)denominator);
    }

    /// <summary>A ratio of two decimals as one of small whole numbers: 0.5 over 0.25 becomes 2/1.</summary>
    /// <param name="over">Not zero.</param>
    public static DecimalFactor Ratio(decimal factor, decimal over)
    {
        const decimal Largest = long.MaxValue / 10;
        while ((decimal.Truncate(factor) != factor || decimal.Truncate(over) != over) && Math.Abs(factor) < Largest && Math.Abs(over) < Largest)
            (factor, over) = (factor * 10, over * 10);
        var (a, b) = (Math.Abs(factor), Math.Abs(over));
        while (b >= 1) (a, b) = (b, a % b);
        return a >= 1 ? new DecimalFactor((double)(factor / a), (double)(over / a)) : new DecimalFactor((double)factor, (double)over);
    }
}
