using System.Collections.Frozen;
using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Core.Profiles.Units;

/// <summary>Tells a unit that platforms understand from one that only looks like it, and finds what was probably meant.</summary>
internal static class UnitSpelling
{
    /// <summary>The units that are at home here, in the spelling that limit packs and conversions compare.</summary>
    private static readonly FrozenSet<string> _usual = Quantities.Units.Concat(WeightUnits.Codes).Concat(UnitConversion.Units)
        .Concat(["[ppb]", "[ppth]", "kW", "kW.h", "MW.h", "{var}", "k{var}", "lx", "dB", "Hz", "uV", "/mL", "/min", "[CFU]/mL", "[gal_us]/min", "[in_i'H2O]"])
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What displays and manuals write; some of it is UCUM for something else: pH is the picohenry, C the coulomb.</summary>
    private static readonly FrozenDictionary<string, string> _onDisplays = new Dictionary<string, string>
    {
        ["ppt"] = "[ppth]", ["C"] = "Cel", ["degC"] = "Cel", ["F"] = "[degF]", ["%RH"] = "%", ["RH%"] = "%", ["%rh"] = "%", ["%rF"] = "%",
        ["kWh"] = "kW.h", ["Wh"] = "W.h", ["MWh"] = "MW.h", ["kvar"] = "k{var}", ["mH2O"] = "m[H2O]", ["mmH2O"] = "mm[H2O]", ["inH2O"] = "[in_i'H2O]",
        ["mmHg"] = "mm[Hg]", ["gpm"] = "[gal_us]/min", ["GPM"] = "[gal_us]/min", ["cfm"] = "[cft_i]/min", ["CFM"] = "[cft_i]/min",
        ["lb"] = "[lb_av]", ["lbs"] = "[lb_av]", ["oz"] = "[oz_av]", ["lux"] = "lx", ["rpm"] = "/min", ["CFU/mL"] = "[CFU]/mL", ["PCU"] = "{Pt-Co}",
        ["Hazen"] = "{Pt-Co}", ["m3/hr"] = "m3/h", ["L/hr"] = "L/h",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>In any case, and without the brackets and braces around it.</summary>
    private static readonly FrozenDictionary<string, string> _alike = _usual.SelectMany(unit => new[] { unit, unit.Trim('{', '}', '[', ']') }.Distinct(),
            (unit, spelling) => (unit, spelling)).GroupBy(pair => pair.spelling, StringComparer.OrdinalIgnoreCase)
        .Where(same => same.Count() == 1).ToFrozenDictionary(same => same.Key, same => same.First().unit, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is UCUM and not probably another unit.</summary>
    public static bool IsSound(string unit) => _usual.Contains(unit) || (UcumTerm.IsValid(unit) && Another(unit) is null);

    /// <summary>The unit that was probably meant; null when the unit is sound, or nobody knows.</summary>
    public static string? Meant(string unit)
    {
        if (IsSound(unit)) return null;
        string plain = Plain(unit);
        if (plain != unit && IsSound(plain)) return plain;
        return Another(plain) ?? Suggestion.For(plain, _usual);
    }

    /// <summary>The unit that was probably meant where only some are possible; null when nobody knows.</summary>
    /// <param name="possible">Empty when any unit is.</param>
    public static string? MeantAmong(string unit, IReadOnlyList<string> possible) =>
        Meant(unit) is { } meant && (possible.Count == 0 || possible.Contains(meant)) ? meant : Suggestion.For(unit, possible);

    private static string? Another(string unit) => _onDisplays.GetValueOrDefault(unit) ?? _alike.GetValueOrDefault(unit);

    /// <summary>Letters and signs that UCUM writes in ASCII.</summary>
    private static string Plain(string unit) => unit
        .Replace("℃", "Cel", StringComparison.Ordinal).Replace("°C", "Cel", StringComparison.Ordinal)
        .Replace("℉", "[degF]", StringComparison.Ordinal).Replace("°F", "[degF]", StringComparison.Ordinal)
        .Replace('\u00B5', 'u').Replace('\u03BC', 'u').Replace("\u03A9", "Ohm", StringComparison.Ordinal).Replace("\u2126", "Ohm", StringComparison.Ordinal)
        .Replace('·', '.').Replace('⋅', '.').Replace("²", "2", StringComparison.Ordinal).Replace("³", "3", StringComparison.Ordinal)
        .Replace("^", "", StringComparison.Ordinal).Replace('％', '%').Replace("‰", "[ppth]", StringComparison.Ordinal);
}
