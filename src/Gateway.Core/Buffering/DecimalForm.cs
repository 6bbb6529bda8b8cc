using System.Numerics;
using System.Runtime.Intrinsics;

namespace Gateway.Core.Buffering;

/// <summary>Finds the shortest decimal that a double stands for: 7.21 is 721 with two decimals.</summary>
internal static class DecimalForm
{
    /// <summary>Most digits behind the decimal point that are tried.</summary>
    public const int MaximumDecimals = 9;

    // Below 2^53 every whole number is a double, so digits / 10^n is one correctly rounded division: the nearest double of that decimal.
    private const double DigitsBelow = 9_007_199_254_740_992;

    // The last two lanes compare unequal with everything.
    private static readonly double[] _powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, double.NaN, double.NaN];

    /// <summary>The value is exactly (to the last bit) <paramref name="digits"/> / 10^<paramref name="decimals"/>, with the fewest decimals.</summary>
    /// <returns>False when no such form with at most 9 decimals exists: noise in binary, negative zero, NaN, infinity.</returns>
    public static bool TryOf(double value, out long digits, out int decimals)
    {
        var wanted = Vector256.Create(value);
        var below = Vector256.Create(DigitsBelow);
        for (int from = 0; from < _powers.Length; from += Vector256<double>.Count)
        {
            var powers = Vector256.LoadUnsafe(ref _powers[from]);
            var scaled = Vector256.Round(wanted * powers);
            var fits = Vector256.Equals(scaled / powers, wanted) & Vector256.LessThan(Vector256.Abs(scaled), below);
            uint found = fits.ExtractMostSignificantBits();
            if (found == 0) continue;
            int lane = BitOperations.TrailingZeroCount(found);
            digits = (long)scaled[lane];
            decimals = from + lane;
            return digits != 0 || !double.IsNegative(value);
        }
        digits = 0;
        decimals = 0;
        return false;
    }

    /// <summary>The double nearest to digits / 10^decimals.</summary>
    public static double ToDouble(long digits, int decimals) => digits / _powers[decimals];
}
