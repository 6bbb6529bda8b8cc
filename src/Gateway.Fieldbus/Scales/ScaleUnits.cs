using System.Text;

namespace Gateway.Fieldbus.Scales;

/// <summary>The words of scales for units of mass.</summary>
public static class ScaleUnits
{
    /// <summary>Longest text that is kept of a unit not known here.</summary>
    private const int LongestOther = 8;

    /// <summary>Reads a unit in capital or small letters, with spaces around it.</summary>
    /// <param name="text">The frame's field.</param>
    /// <param name="other">The trimmed text when the unit is not known here; else null.</param>
    public static ScaleUnit Read(ReadOnlySpan<byte> text, out string? other)
    {
        text = text.Trim((byte)' ');
        other = null;
        if (text.IsEmpty) return ScaleUnit.None;
        if (Ascii.EqualsIgnoreCase(text, "kg"u8)) return ScaleUnit.Kilogram;
        if (Ascii.EqualsIgnoreCase(text, "g"u8)) return ScaleUnit.Gram;
        if (Ascii.EqualsIgnoreCase(text, "t"u8)) return ScaleUnit.Tonne;
        if (Ascii.EqualsIgnoreCase(text, "lb"u8)) return ScaleUnit.Pound;
        if (Ascii.EqualsIgnoreCase(text, "oz"u8)) return ScaleUnit.Ounce;
        if (Ascii.EqualsIgnoreCase(text, "mg"u8)) return ScaleUnit.Milligram;
        if (Ascii.EqualsIgnoreCase(text, "tn"u8)) return ScaleUnit.ShortTon;
        other = Encoding.Latin1.GetString(text[..Math.Min(text.Length, LongestOther)]);
        return ScaleUnit.Other;
    }

    /// <summary>What one of the unit is in grams, exactly (international yard and pound agreement of 1959); null for a unit not known here.</summary>
    public static decimal? Grams(ScaleUnit unit) => unit switch
    {
        ScaleUnit.Milligram => 0.001m,
        ScaleUnit.Gram => 1,
        ScaleUnit.Kilogram => 1000,
        ScaleUnit.Tonne => 1_000_000,
        ScaleUnit.Pound => 453.59237m,
        ScaleUnit.Ounce => 28.349523125m,
        ScaleUnit.ShortTon => 907_184.74m,
        _ => null,
    };

    /// <summary>The unit's usual word: <c>kg</c>, <c>g</c>, <c>t</c>, <c>lb</c>, <c>oz</c>, <c>mg</c>, <c>tn</c> (2000 lb); empty for none.</summary>
    public static string Symbol(ScaleUnit unit, string? other = null) => unit switch
    {
        ScaleUnit.Milligram => "mg",
        ScaleUnit.Gram => "g",
        ScaleUnit.Kilogram => "kg",
        ScaleUnit.Tonne => "t",
        ScaleUnit.Pound => "lb",
        ScaleUnit.Ounce => "oz",
        ScaleUnit.ShortTon => "tn",
        ScaleUnit.Other => other ?? "",
        _ => "",
    };
}
