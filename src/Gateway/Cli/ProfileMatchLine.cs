using Gateway.Core.Profiles;

namespace Gateway.Cli;

/// <summary>A profile of which at least one identity check agrees with the device.</summary>
/// <param name="Against">The first check that does not agree; null when all do.</param>
internal sealed record ProfileMatchLine(string Profile, string? Variant, string Manufacturer, string Model, int Agreed, int Checks, bool Fits, string? Against)
{
    public static ProfileMatchLine Of(ProfileMatch match) => new(
        match.Form.Name, match.Form.Variant, match.Form.Manufacturer, match.Form.ModelName, match.Agreed, match.Checks, match.Fits, match.Against);
}
