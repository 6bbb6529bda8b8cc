namespace Gateway.Cli;

/// <summary>One profile in a list.</summary>
/// <param name="Origin">installed, own or file.</param>
/// <param name="State">sound, or errors; what a broken profile says of itself is left out.</param>
/// <param name="Channels">Inputs whose meaning the site chooses.</param>
internal sealed record ProfileLine(
    string Name, string Origin, string State, string? Version, string? Manufacturer, string? Model, string? Grade, int? Points, int? Channels, int? Tests)
{
    public static ProfileLine Of(ProfileFile profile) => profile.Compiled.Model is { } model
        ? new ProfileLine(profile.Name, profile.Origin, "sound", model.Version, model.Manufacturer, model.ModelName, $"{model.Grade}",
            model.Forms.Max(form => form.Points.Count),
            model.Forms.Max(form => form.Channels.Sum(channel => channel.Slots)), model.Forms.Sum(form => form.Tests.Count))
        : new ProfileLine(profile.Name, profile.Origin, "errors", null, null, null, null, null, null, null);
}
