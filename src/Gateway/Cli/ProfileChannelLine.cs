using Gateway.Core.Profiles;

namespace Gateway.Cli;

/// <summary>Inputs of a profile whose meaning the site chooses.</summary>
/// <param name="NeedsScale">The site must also give the resolution that is set on the device.</param>
/// <param name="OpenUnits">The unit of each quantity whose unit is a setting of the device.</param>
internal sealed record ProfileChannelLine(
    IReadOnlyList<string> Slots, IReadOnlyList<string> Quantities, bool NeedsScale, IReadOnlyDictionary<string, ProfileUnitLine> OpenUnits)
{
    public static ProfileChannelLine Of(ChannelTemplate channel) => new(
        [.. channel.SlotNames], [.. channel.Quantities.Select(q => q.Quantity)], channel.NeedsScale,
        channel.Quantities.Where(q => q.UnitSetting is not null).ToDictionary(q => q.Quantity, q => ProfileUnitLine.Of(q.UnitSetting)!));
}
