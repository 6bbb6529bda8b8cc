using Gateway.Core.Profiles;

namespace Gateway.Cli;

/// <summary>A unit that is a setting of the device.</summary>
/// <param name="Units">Those that it can be set to; empty for any that can be converted.</param>
/// <param name="Codes">Registers with codes of it, whose table is not public.</param>
/// <param name="Needed">Whether readings are unconfirmed until the site has said it.</param>
internal sealed record ProfileUnitLine(IReadOnlyList<string> Units, IReadOnlyList<string> Codes, bool Needed)
{
    public static ProfileUnitLine? Of(UnitSetting? setting) => setting is null
        ? null
        : new(setting.Choices, [.. setting.Codes.Select(code => RegisterText.Of(code.Range))], setting.IsVital);

    /// <summary>What a site has to look up, in one line.</summary>
    public string Text(string unit)
    {
        string units = string.Join(", ", Units.Count == 0 ? [unit] : Units);
        return Codes.Count == 0 ? units : $"{units}; {string.Join(", ", Codes)}";
    }
}
