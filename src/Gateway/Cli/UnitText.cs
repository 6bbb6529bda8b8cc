using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Gateway.Cli;

/// <summary>Units as people write them; files and feeds have the UCUM code (ucum.org, The Unified Code for Units of Measure).</summary>
internal static partial class UnitText
{
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private static readonly FrozenDictionary<string, string> _atoms = new Dictionary<string, string>
    {
        ["Cel"] = "°C", ["[degF]"] = "°F", ["[degR]"] = "°R", ["deg"] = "°", ["Ohm"] = "Ω", ["[ppth]"] = "‰", ["[H2O]"] = "H₂O", ["[in_i'H2O]"] = "inH₂O",
        ["[in_i'Hg]"] = "inHg", ["10*"] = "10",
    }.ToFrozenDictionary();

    public static string Of(string? ucum) => ucum is null or "1" ? "" : Component().Replace(ucum, component => Shown(component.Value));

    private static string Shown(string component) => component switch
    {
        "." => "·",
        "/" => "/",
        ['{', .. var annotation, '}'] => annotation,
        ['[', .. var name, ']'] => _atoms.GetValueOrDefault(component, name.Split('_')[0]),
        _ => Word(component),
    };

    /// <summary>A prefix, an atom and its power, such as <c>mS</c>, <c>kOhm</c>, <c>m3</c>.</summary>
    private static string Word(string word)
    {
        int digits = word.Length - word.AsSpan().TrimEnd("0123456789").Length;
        string atom = word[..^digits], power = string.Concat(word[^digits..].Select(digit => Raised[digit - '0']));
        if (atom.EndsWith('-')) (atom, power) = (atom[..^1], "⁻" + power);
        if (atom.Length == 0) return word;
        if (_atoms.TryGetValue(atom, out string? known)) return known + power;
        if (atom.EndsWith("Ohm", StringComparison.Ordinal)) atom = atom[..^3] + "Ω";
        return (atom is ['u', _, ..] ? $"µ{atom[1..]}" : atom) + power;
    }

    // An annotation and a name in brackets may have anything between theirs.
    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|[./]|[^\[\]{}./]+", RegexOptions.CultureInvariant)]
    private static partial Regex Component();
}
