using Gateway.Core.Profiles;

namespace Gateway.Cli;

/// <summary>One profile in full, as JSON.</summary>
internal sealed record ProfileReport(
    string Schema, ProfileLine Profile, string Path, string Label, string LabelZh, string? Firmware, string Source, string? Notes, string? Serial, int? Unit,
    IReadOnlyList<ProfilePointLine> Points, IReadOnlyList<ProfileChannelLine> Channels)
{
    public static ProfileReport Of(ProfileFile profile, ProfileModel model) => new(
        "envgw.profile/1", ProfileLine.Of(profile), profile.Path, model.Label.English, model.Label.In("zh-CN"), model.Firmware, model.Source, model.Notes,
        model.Serial?.ToString(), model.Unit, [.. model.Points.Select(ProfilePointLine.Of)], [.. model.Channels.Select(ProfileChannelLine.Of)]);
}
