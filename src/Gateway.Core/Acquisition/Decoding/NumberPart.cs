using Gateway.Core.Profiles;

namespace Gateway.Core.Acquisition.Decoding;

/// <summary>The part of a number that stands in registers of its own: the litres of a total whose cubic metres are counted apart.</summary>
/// <param name="scale">What one of it is worth; its denominator is a power of ten.</param>
internal sealed class NumberPart(RegisterReader reader, DecimalFactor scale)
{
    private const int MostDecimals = 9;
    private readonly int _scaleDecimals = (int)Math.Round(Math.Log10(scale.Denominator));

    /// <summary>Adds the part, as whole numbers over a common power of ten, so that the sum is rounded once.</summary>
    /// <returns>False when the part was not answered or is no number.</returns>
    public bool TryAdd(RegisterImage image, ref double significand, ref int decimals)
    {
        if (!reader.IsAnswered(image) || !reader.TryNumber(reader.Bits(image.Bytes), out double part, out int places)) return false;
        part *= scale.Numerator;
        places += _scaleDecimals;
        if (places > MostDecimals)
        {
            part = Math.Round(part / Math.Pow(10, places - MostDecimals));
            places = MostDecimals;
        }
        int common = Math.Max(decimals, places);
        significand = (significand * ShortestDecimal.PowerOfTen(common - decimals)) + (part * ShortestDecimal.PowerOfTen(common - places));
        decimals = common;
        return true;
    }
}
