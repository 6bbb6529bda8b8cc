using System.CommandLine;

namespace Gateway.Cli.Commissioning;

/// <summary>The unit that a command speaks with.</summary>
internal static class UnitOption
{
    /// <summary>How long one answer may take when nothing else is said.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(500);

    /// <returns>False after it was said that the unit is missing.</returns>
    public static bool TryRead(ParseResult parsed, CommandContext context, out byte unit)
    {
        unit = parsed.GetValue(BusOptions.Unit);
        if (parsed.GetResult(BusOptions.Unit) is not null) return true;
        BusOptions.Refuse(context, ("which unit? -u is missing", "缺少从站地址 -u"), "-u 1");
        return false;
    }
}
