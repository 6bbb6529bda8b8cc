using Gateway.Core.Profiles;

namespace Gateway.Cli.Choosing;

/// <summary>What only somebody before the device knows of it: its form, its byte order, what its slots measure, the units it is set to.</summary>
/// <param name="Init">Whether it may be started by writing to it: <c>true</c> or <c>false</c>; null when nothing is said.</param>
internal sealed record DeviceChoices(
    string? Variant, string? ByteOrder, string? Init, IReadOnlyList<ChannelChoice> Channels, IReadOnlyList<UnitChoice> Units)
{
    /// <summary>As a device of the site file has it, behind its other keys; empty when nothing is said.</summary>
    public string Entry => string.Concat(
        Key("variant", Variant), Key("byte_order", ByteOrder), Key("init", Init),
        Map("channels", [.. Channels.Select(channel => channel.Entry)]), Map("units", [.. Units.Select(unit => unit.Entry)]));

    /// <summary>The form of the device that is described; null while it is not known which.</summary>
    public ProfileModel? Form(ProfileModel profile) =>
        Variant is null ? profile.Variants.Count == 0 ? profile : null : profile.Variants.FirstOrDefault(form => form.Variant == Variant);

    private static string Key(string key, string? value) => value is null ? "" : $", {key}: {value}";

    private static string Map(string key, IReadOnlyList<string> entries) => entries.Count == 0 ? "" : $", {key}: {{ {string.Join(", ", entries)} }}";
}
