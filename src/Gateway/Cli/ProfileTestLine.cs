using Gateway.Core.Profiles;

namespace Gateway.Cli;

/// <summary>One test of a profile.</summary>
/// <param name="Variant">Null when the profile has none.</param>
/// <param name="Values">How many values it expects.</param>
internal sealed record ProfileTestLine(string Profile, string? Variant, int Number, string Name, int Values, bool Passed)
{
    public static ProfileTestLine Of(string profile, ProfileTestResult result) =>
        new(profile, result.Variant, result.Number, result.Name, result.Values, result.HasPassed);
}
