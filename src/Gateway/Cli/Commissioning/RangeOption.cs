using System.CommandLine;
using Gateway.Core.Commissioning;
using Gateway.Core.Profiles;

namespace Gateway.Cli.Commissioning;

/// <summary>Which registers a command looks at.</summary>
internal static class RangeOption
{
    private static readonly RegisterRange[] _usual = [new(RegisterTable.HoldingRegister, 0, 200), new(RegisterTable.InputRegister, 0, 200)];

    public static VerbOption<string[]> Create() =>
        new("--range",
            ("Registers to look at and no others, repeatable (default: begins with hr:0-199 and ir:0-199).",
                "仅查看这些寄存器，可重复（默认从 hr:0-199 和 ir:0-199 开始）。"), "hr:0-199");

    /// <returns>False after the mistake was reported.</returns>
    public static bool TryRead(ParseResult parsed, CommandContext context, VerbOption<string[]> option, out IReadOnlyList<RegisterRange> ranges)
    {
        ranges = _usual;
        if (parsed.GetValue(option) is not { Length: > 0 } written) return true;
        List<RegisterRange> given = [];
        foreach (string text in written)
        {
            if (RegisterAddress.ParseRange(text) is { IsBits: false } range)
            {
                given.Add(range);
                continue;
            }
            BusOptions.Refuse(context, ($"'{text}' is no range of registers", $"“{text}” 不是有效的寄存器范围"), "hr:0-199, ir:0x100-0x1FF, 40001-40200");
            return false;
        }
        ranges = given;
        return true;
    }
}
