using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Cli.Choosing;

/// <summary>What a slot of a device measures, as a command line says it: <c>ai1=ph</c>, <c>ai2=ph,point=ph_raw,scale=0.01</c>.</summary>
/// <param name="Point">Name of the point; null for the quantity's.</param>
/// <param name="Scale">Resolution as set on the device; null for the profile's.</param>
internal sealed partial record ChannelChoice(string Slot, string Quantity, string? Point, string? Scale)
{
    [GeneratedRegex("^(?<slot>[a-z]{1,16}[0-9]{0,2})=(?<quantity>[a-z][a-z0-9_]{0,63})"
        + "(,(point=(?<point>[a-z][a-z0-9_]{0,63})|scale=(?<scale>[-+.0-9eE]{1,20})))*$")]
    private static partial Regex Form { get; }

    /// <summary>As the site file has it.</summary>
    public string Entry => Point is null && Scale is null
        ? $"{Slot}: {Quantity}"
        : $"{Slot}: {{ quantity: {Quantity}{(Point is { } point ? $", point: {point}" : "")}{(Scale is { } scale ? $", scale: {scale}" : "")} }}";

    public static bool TryParse(string written, [NotNullWhen(true)] out ChannelChoice? choice)
    {
        choice = Form.Match(written) is { Success: true } match
            ? new ChannelChoice(match.Groups["slot"].Value, match.Groups["quantity"].Value, Group(match, "point"), Group(match, "scale"))
            : null;
        return choice is not null;
    }

    public SlotChoice ToSlot() =>
        new(Slot, Quantity, Point ?? Quantity, null, Scale is { } scale && CoreSchema.TryDecimal(scale, out decimal factor)
            ? DecimalFactor.From(factor)
            : null);

    private static string? Group(Match match, string name) => match.Groups[name] is { Success: true } group ? group.Value : null;
}
