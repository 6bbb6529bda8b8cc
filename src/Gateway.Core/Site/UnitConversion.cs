using Gateway.Core.Profiles;

namespace Gateway.Core.Site;

/// <summary>
/// Conversions between units whose factor is exact by definition. Others are refused: ppm of a gas to mg/m3 depends on temperature and pressure.
/// </summary>
internal static class UnitConversion
{
    /// <summary>Unit, the unit it is a multiple of, and the factor. Columns of water and mercury are the conventional ones (UCUM 2.1).</summary>
    private static readonly Dictionary<string, (string Base, decimal Times, decimal Over)> _multiples = new()
    {
        ["mg/L"] = Of("g/L", 0.001m), ["ug/L"] = Of("g/L", 0.000001m), ["g/L"] = Of("g/L", 1),
        ["mg/m3"] = Of("g/m3", 0.001m), ["ug/m3"] = Of("g/m3", 0.000001m), ["g/m3"] = Of("g/m3", 1),
        ["uS/cm"] = Of("S/cm", 0.000001m), ["mS/cm"] = Of("S/cm", 0.001m),
        ["kOhm.cm"] = Of("Ohm.cm", 1000), ["MOhm.cm"] = Of("Ohm.cm", 1_000_000),
        ["Pa"] = Of("Pa", 1), ["hPa"] = Of("Pa", 100), ["kPa"] = Of("Pa", 1000), ["MPa"] = Of("Pa", 1_000_000),
        ["bar"] = Of("Pa", 100_000), ["mbar"] = Of("Pa", 100),
        ["atm"] = Of("Pa", 101_325), ["m[H2O]"] = Of("Pa", 9806.65m), ["mm[H2O]"] = Of("Pa", 9.80665m), ["mm[Hg]"] = Of("Pa", 133.322m),
        ["kgf/cm2"] = Of("Pa", 98_066.5m), ["[psi]"] = Of("Pa", 44_482_216_152_605, 6_451_600_000),
        ["[ppm]"] = Of("1", 0.000001m), ["%"] = Of("1", 0.01m), ["1"] = Of("1", 1),
        ["m"] = Of("m", 1), ["cm"] = Of("m", 0.01m), ["mm"] = Of("m", 0.001m),
        ["m/s"] = Of("m/s", 1), ["km/h"] = Of("m/s", 10, 36), ["[ft_i]/min"] = Of("m/s", 0.00508m),
        ["m3/s"] = Of("m3/s", 1), ["m3/h"] = Of("m3/s", 1, 3600), ["L/s"] = Of("m3/s", 0.001m), ["L/min"] = Of("m3/s", 1, 60_000),
        ["L/h"] = Of("m3/s", 1, 3_600_000), ["[cft_i]/min"] = Of("m3/s", 28.316846592m, 60_000),
        ["m3"] = Of("m3", 1), ["L"] = Of("m3", 0.001m),
        ["kg"] = Of("g", 1000), ["g"] = Of("g", 1), ["t"] = Of("g", 1_000_000), ["mg"] = Of("g", 0.001m),
        // The international yard and pound agreement of 1959: a pound is 0.45359237 kg exactly.
        ["[lb_av]"] = Of("g", 453.59237m), ["[oz_av]"] = Of("g", 28.349523125m), ["[ston_av]"] = Of("g", 907_184.74m),
        ["N"] = Of("N", 1), ["kN"] = Of("N", 1000), ["[lbf_av]"] = Of("N", 4.4482216152605m),
        ["mV"] = Of("V", 0.001m), ["V"] = Of("V", 1), ["mA"] = Of("A", 0.001m), ["A"] = Of("A", 1),
    };

    /// <summary>Temperatures, as kelvin = (value + shift) * numerator / denominator.</summary>
    private static readonly Dictionary<string, (decimal Shift, decimal Numerator, decimal Denominator)> _temperatures = new()
    {
        ["K"] = (0, 1, 1), ["Cel"] = (273.15m, 1, 1), ["[degF]"] = (459.67m, 5, 9),
    };

    /// <summary>Every unit that can be converted.</summary>
    public static IEnumerable<string> Units => _multiples.Keys.Concat(_temperatures.Keys);

    /// <summary>The factor by which a number in one unit becomes a number in another; null when none is known exactly.</summary>
    public static decimal? Factor(string from, string to)
    {
        if (from == to) return 1;
        if (!_multiples.TryGetValue(from, out var one) || !_multiples.TryGetValue(to, out var other) || one.Base != other.Base) return null;
        return one.Times * other.Over / (one.Over * other.Times);
    }

    public static double? Convert(double value, string from, string to) =>
        Factor(from, to) is not { } factor ? null : factor == 1 ? value : (double)((decimal)value * factor);

    /// <summary>How a number in one unit becomes a number in another: number * Scale + Offset; null when it is not known exactly.</summary>
    public static (DecimalFactor Scale, double Offset)? Linear(string from, string to)
    {
        if (from == to) return (DecimalFactor.One, 0);
        if (_temperatures.TryGetValue(from, out var one) && _temperatures.TryGetValue(to, out var other))
        {
            decimal numerator = one.Numerator * other.Denominator, denominator = one.Denominator * other.Numerator;
            return (new DecimalFactor((double)numerator, (double)denominator), (double)((one.Shift * numerator / denominator) - other.Shift));
        }
        if (!_multiples.TryGetValue(from, out var source) || !_multiples.TryGetValue(to, out var target) || source.Base != target.Base) return null;
        return (DecimalFactor.Ratio(source.Times * target.Over, source.Over * target.Times), 0);
    }

    private static (string Base, decimal Times, decimal Over) Of(string unit, decimal times, decimal over = 1) => (unit, times, over);
}
