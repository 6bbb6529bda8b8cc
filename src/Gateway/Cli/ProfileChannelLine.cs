using Gateway.Core.Profiles;

namespace Gateway.Cli;

/// <summary>Inputs of a profile whose meaning the site chooses.</summary>
/// <param name="NeedsScale">The site must also give the resolution that is set on the device.</param>
internal sealed record ProfileChannelLine(IReadOnlyList<string> Slots, IReadOnlyList<string> Quantities, bool NeedsScale)
{
    public static ProfileChannelLine Of(ChannelTemplate channel) => new([.. channel.SlotNames], [.. channel.Quantities.Select(q => q.Quantity)], channel.NeedsScale);
}
