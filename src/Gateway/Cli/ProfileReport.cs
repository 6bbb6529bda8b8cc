using Gateway.Core.Profiles;

namespace Gateway.Cli;

/// <summary>One profile in full, as JSON.</summary>
/// <param name="Variants">The forms of the device among which the site chooses; empty when there is one only.</param>
/// <param name="Start">What is asked or written before the device measures.</param>
/// <param name="NeverWrite">What no command writes, protocol address and PLC number.</param>
/// <param name="Identify">What must be read, so that the device is the one described.</param>
/// <param name="FirmwareFrom">Where the device tells its firmware, and which the profile holds for; null when it does not.</param>
/// <param name="Scale">How the scale speaks; null for a Modbus device.</param>
internal sealed record ProfileReport(
    string Schema, ProfileLine Profile, string Path, string Label, string LabelZh, string? Firmware, string Source, string? Notes, string? Serial, int? Unit,
    IReadOnlyList<ProfilePointLine> Points, IReadOnlyList<ProfileChannelLine> Channels, IReadOnlyList<ProfileReport> Variants,
    IReadOnlyList<ProfileStartLine> Start, IReadOnlyList<string> NeverWrite, IReadOnlyList<string> Identify, string? FirmwareFrom, ProfileScaleLine? Scale,
    string? Variant = null)
{
    public static ProfileReport Of(ProfileFile profile, ProfileModel model) => Of(profile, model, [.. model.Variants.Select(form => Of(profile, form, []))]);

    private static ProfileReport Of(ProfileFile profile, ProfileModel model, IReadOnlyList<ProfileReport> variants) => new(
        "envgw.profile/1", ProfileLine.Of(profile), profile.Path, model.Label.English, model.Label.In("zh-CN"), model.Firmware, model.Source, model.Notes,
        model.Serial?.ToString(), model.Unit, [.. model.Points.Select(ProfilePointLine.Of)], [.. model.Channels.Select(ProfileChannelLine.Of)], variants,
        [.. model.Start.Select(ProfileStartLine.Of)], [.. model.NeverWrite.Select(RegisterText.Of)], [.. model.Identity.Select(CheckOf)],
        model.FirmwareCheck is { } check ? $"{check.Place.English}: {check.Range}" : null,
        model.Scale is { } scale ? ProfileScaleLine.Of(scale) : null, model.Variant);

    private static string CheckOf(IdentityCheck check) => FormattableString.Invariant(
        $"{RegisterText.Of(check.Reference.Range)} {RegisterTypeText.Of(check.Reference.Type)} = {check.Expected}");
}
