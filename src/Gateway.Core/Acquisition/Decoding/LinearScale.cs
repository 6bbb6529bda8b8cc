using System.Runtime.InteropServices;
using Gateway.Core.Profiles;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>Scale and offset over one common denominator, so that a whole number of tenths with an offset of -40 is still rounded only once.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct LinearScale
{
    private const int MostDecimals = 9;

    private readonly double _numerator;
    private readonly double _denominator;
    private readonly double _offset;

    /// <param name="offset">Added after the scale, in the point's unit.</param>
    public LinearScale(DecimalFactor scale, double offset)
    {
        double common = CommonFactor(scale.Denominator, offset);
        _numerator = scale.Numerator * common;
        _denominator = scale.Denominator * common;
        _offset = common * scale.Denominator * offset;
        if (IsNearWhole(_offset)) _offset = Math.Round(_offset);
    }

    /// <summary>significand / 10^decimals * scale + offset; the double nearest the exact result while the products are whole numbers below 2^53.</summary>
    public double Apply(double significand, int decimals)
    {
        if (decimals == 0) return ((significand * _numerator) + _offset) / _denominator;
        double power = ShortestDecimal.PowerOfTen(decimals);
        return ((significand * _numerator) + (_offset * power)) / (_denominator * power);
    }

    /// <summary>The power of ten that makes the offset a whole number of the scale's denominator; 1 when none up to nine decimals does.</summary>
    private static double CommonFactor(double denominator, double offset)
    {
        for (int i = 0; i <= MostDecimals; i++)
        {
            double factor = ShortestDecimal.PowerOfTen(i);
            if (IsNearWhole(offset * denominator * factor)) return factor;
        }
        return 1;
    }

    private static bool IsNearWhole(double value) => Math.Abs(value - Math.Round(value)) <= Math.Abs(value) * 1e-15;
}
