using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Profiles;

/// <summary>The units in which scales send weights, and their UCUM codes.</summary>
internal static class WeightUnits
{
    private static readonly (string Word, ScaleUnit Unit, string Ucum)[] _all =
    [
        ("mg", ScaleUnit.Milligram, "mg"), ("g", ScaleUnit.Gram, "g"), ("kg", ScaleUnit.Kilogram, "kg"), ("t", ScaleUnit.Tonne, "t"),
        ("lb", ScaleUnit.Pound, "[lb_av]"), ("oz", ScaleUnit.Ounce, "[oz_av]"), ("tn", ScaleUnit.ShortTon, "[ston_av]"),
    ];

    /// <summary>The words that files use for them.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. _all.Select(one => one.Word)];

    public static IReadOnlyList<string> Codes { get; } = [.. _all.Select(one => one.Ucum)];

    public static ScaleUnit Parse(string? word) => _all.FirstOrDefault(one => one.Word == word).Unit;

    /// <summary>The unit of a UCUM code; None for one that is none of these.</summary>
    public static ScaleUnit OfUcum(string code) => _all.FirstOrDefault(one => one.Ucum == code).Unit;

    /// <summary>The UCUM code; null for a unit that is none of these.</summary>
    public static string? UcumOf(ScaleUnit unit) => _all.FirstOrDefault(one => one.Unit == unit).Ucum;
}
