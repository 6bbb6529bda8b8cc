using System.CommandLine;

namespace Gateway.Cli;

/// <summary>How a device is told from the others on its bus: by unit identifier, a scale by its address, and one that is alone on its line by
/// nothing.</summary>
internal static class DeviceAddress
{
    /// <param name="unit">What the command line or a scan says; null for nothing.</param>
    /// <param name="entry">As the site file has it: <c>unit: 3</c>, <c>address: 2</c>; null for none.</param>
    /// <returns>The exit code after what is wrong has been reported; 0 when nothing is.</returns>
    public static int TryRead(ParseResult parsed, CommandContext context, string profile, int? unit, out string? entry)
    {
        entry = null;
        var library = ProfileVerb.LibraryOf(parsed);
        var known = library.Find(profile);
        // With everything said, the new file is checked as a whole, and tells of this mistake too.
        if (known is null && unit is null) return ProfileVerb.Unknown(context, library, profile);
        var scale = known?.Compiled.Model?.Forms.Select(form => form.Scale).FirstOrDefault(form => form is not null);
        if (scale is { IsAddressed: false })
            return unit is null
                ? ExitCode.Fine
                : BusOptions.Refuse(
                    context, ($"a scale that speaks {scale.Protocol} is alone on its bus and has no address", $"使用 {scale.Protocol} 的秤独占总线，没有地址"),
                    "the same without -u");
        if (unit is null)
            return scale is null
                ? BusOptions.Refuse(context, ("which unit identifier has it?", "从站地址是多少？"), "-u 3")
                : BusOptions.Refuse(context, ("which address has the scale?", "秤的地址是多少？"), "-u 1");
        entry = scale is null ? $"unit: {unit}" : $"address: {unit}";
        return ExitCode.Fine;
    }
}
