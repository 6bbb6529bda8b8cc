namespace Gateway.Core.Profiles;

/// <summary>
/// A scale as a ratio of two whole numbers, so that 246 tenths become exactly the double nearest 24.6: value = raw * Numerator / Denominator.
/// </summary>
public readonly record struct DecimalFactor(double Numerator, double Denominator)
{
    public static DecimalFactor One { get; } = new(1, 1);

    public double Apply(double raw) => raw * Numerator / Denominator;

    /// <summary>The same ratio by the smallest whole numbers.</summary>
    public DecimalFactor Reduced()
    {
        double one = Math.Abs(Numerator), other = Denominator;
        while (other != 0) (one, other) = (other, one % other);
        return one == 0 ? this : new DecimalFactor(Numerator / one, Denominator / one);
    }

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
}
