using Gateway.Core.Profiles;

namespace Gateway.Core.Site;

/// <summary>
/// Conversions between units whose factor is exact by definition. Others are refused: ppm of a gas to mg/m3 depends on temperature and pressure.
/// </summary>
internal static class UnitConversion
{
    /// <summary>Unit, the unit it is a multiple of, and the factor.</summary>
    private static readonly Dictionary<string, (string Base, decimal Factor)> _multiples = new()
    {
        ["mg/L"] = ("g/L", 0.001m), ["ug/L"] = ("g/L", 0.000001m), ["g/L"] = ("g/L", 1),
        ["mg/m3"] = ("g/m3", 0.001m), ["ug/m3"] = ("g/m3", 0.000001m), ["g/m3"] = ("g/m3", 1),
        ["uS/cm"] = ("S/cm", 0.000001m), ["mS/cm"] = ("S/cm", 0.001m),
        ["Pa"] = ("Pa", 1), ["hPa"] = ("Pa", 100), ["kPa"] = ("Pa", 1000), ["MPa"] = ("Pa", 1_000_000), ["bar"] = ("Pa", 100_000),
        ["[ppm]"] = ("1", 0.000001m), ["%"] = ("1", 0.01m), ["1"] = ("1", 1),
        ["m"] = ("m", 1), ["cm"] = ("m", 0.01m), ["mm"] = ("m", 0.001m),
        ["kg"] = ("g", 1000), ["g"] = ("g", 1), ["t"] = ("g", 1_000_000), ["mg"] = ("g", 0.001m),
        // The international yard and pound agreement of 1959: a pound is 0.45359237 kg exactly.
        ["[lb_av]"] = ("g", 453.59237m), ["[oz_av]"] = ("g", 28.349523125m), ["[ston_av]"] = ("g", 907_184.74m),
        ["mV"] = ("V", 0.001m), ["V"] = ("V", 1),
    };

    /// <summary>The factor by which a number in one unit becomes a number in another; null when none is known exactly.</summary>
    public static decimal? Factor(string from, string to)
    {
        if (from == to) return 1;
        if (!_multiples.TryGetValue(from, out var one) || !_multiples.TryGetValue(to, out var other) || one.Base != other.Base) return null;
        return one.Factor / other.Factor;
    }

    /// <summary>The same factor as a ratio of whole numbers, which a decimal number survives with one rounding.</summary>
    public static DecimalFactor? Ratio(string from, string to)
    {
        if (!_multiples.TryGetValue(from, out var one) || !_multiples.TryGetValue(to, out var other) || one.Base != other.Base) return null;
        var (upper, lower) = (DecimalFactor.From(one.Factor), DecimalFactor.From(other.Factor));
        return new DecimalFactor(upper.Numerator * lower.Denominator, upper.Denominator * lower.Numerator).Reduced();
    }

    public static double? Convert(double value, string from, string to) =>
        Factor(from, to) is not { } factor ? null : factor == 1 ? value : (double)((decimal)value * factor);
}
