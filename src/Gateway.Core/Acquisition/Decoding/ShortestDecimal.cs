using System.Globalization;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>A float32 as the decimal that its maker meant: 0x40E6B852 is 7.21, not 7.210000038146973.</summary>
internal static class ShortestDecimal
{
    private const int MostDecimals = 9;

    /// <summary>From here on floats are whole numbers whose shortest decimal need not be themselves.</summary>
    private const float WholeFrom = 1 << 24;

    private static readonly double[] _powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

    /// <summary>Ten to the power of 0 to 9.</summary>
    public static double PowerOfTen(int exponent) => _powers[exponent];

    /// <summary>The shortest decimal that reads back as this float, as a number over a power of ten.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="decimals">0 to 9: the decimal is the result divided by ten to this power.</param>
    /// <returns>A whole number below 2^53, or, for very large and very small floats, the double nearest the decimal itself.</returns>
    /// <remarks>
    /// 24 bits times 5^9 (21 bits) fit a double, so the product below is exact and its rounding gives the nearest decimal of that length. The
    /// first length that reads back is the shortest. Formatting and parsing, which gives the same, takes ten times as long.
    /// </remarks>
    public static double Of(float value, out int decimals)
    {
        if (Math.Abs(value) < WholeFrom)
        {
            for (int i = 0; i <= MostDecimals; i++)
            {
                double digits = Math.Round(value * _powers[i]);
                if ((float)(digits / _powers[i]) != value) continue;
                decimals = i;
                return digits;
            }
        }
        decimals = 0;
        return Slow(value);
    }

    private static double Slow(float value)
    {
        Span<byte> text = stackalloc byte[32];
        return value.TryFormat(text, out int written, "R", CultureInfo.InvariantCulture)
            ? double.Parse(text[..written], NumberStyles.Float, CultureInfo.InvariantCulture)
            : value;
    }
}
