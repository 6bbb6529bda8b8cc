using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Core.Profiles;

namespace Gateway.Cli.Choosing;

/// <summary>The unit that a device is set to, as a command line says it: <c>temperature=Cel</c>, <c>conductivity=mS/cm,code=1,code=2</c>.</summary>
/// <param name="Unit">UCUM code; null for the profile's own.</param>
/// <param name="Codes">What stands in the registers with codes of the unit, in their order.</param>
internal sealed partial record UnitChoice(string Point, string? Unit, IReadOnlyList<long> Codes)
{
    [GeneratedRegex("""^(?<point>[a-z][a-z0-9_]{0,63})(=(?<unit>[^\s,="\\\x00-\x1f]{1,40}))?(,code=(?<code>[0-9]{1,10}|0x[0-9A-Fa-f]{1,8}))*$""")]
    private static partial Regex Form { get; }

    /// <summary>Letters that YAML reads as a text without quotation marks.</summary>
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9/.]*$")]
    private static partial Regex Plain { get; }

    /// <summary>As the site file has it.</summary>
    public string Entry => Codes.Count == 0 ? $"{Point}: {Quoted}" : $"{Point}: {{ {(Unit is null ? "" : $"unit: {Quoted}, ")}code: {CodeText} }}";

    private string Quoted => Unit is null || Plain.IsMatch(Unit) ? Unit ?? "" : $"\"{Unit}\"";

    private string CodeText => Codes is [var one] ? one.ToString(CultureInfo.InvariantCulture) : $"[{string.Join(", ", Codes)}]";

    public static bool TryParse(string written, [NotNullWhen(true)] out UnitChoice? choice)
    {
        choice = null;
        if (Form.Match(written) is not { Success: true } match) return false;
        string? unit = match.Groups["unit"] is { Success: true } group ? group.Value : null;
        long[] codes = [.. match.Groups["code"].Captures.Select(capture => Code(capture.Value))];
        if (unit is not null || codes.Length > 0) choice = new UnitChoice(match.Groups["point"].Value, unit, codes);
        return choice is not null;
    }

    public UnitStatement ToStatement() => new(Point, Unit, Codes);

    private static long Code(string written) => written.StartsWith("0x", StringComparison.Ordinal)
        ? long.Parse(written.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : long.Parse(written, CultureInfo.InvariantCulture);
}
