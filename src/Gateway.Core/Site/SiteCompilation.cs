using Gateway.Core.Documents;
using Gateway.Core.Profiles;

namespace Gateway.Core.Site;

/// <summary>What became of a site file and everything it names.</summary>
/// <param name="Model">The configuration; null when there is any error.</param>
/// <param name="Problems">Errors, warnings and remarks of all files, sorted by file and place.</param>
/// <param name="Profiles">The sound profiles in use, once each, by name.</param>
/// <param name="Files">Every file that was read: the site file first, then profiles and limit packs in order of use.</param>
/// <param name="PlainSecrets">Passwords that stand in the site file (each with a warning).</param>
public sealed record SiteCompilation(
    SiteModel? Model, IReadOnlyList<Problem> Problems, IReadOnlyList<ProfileModel> Profiles, IReadOnlyList<SourceFile> Files, PlainSecrets PlainSecrets)
{
    /// <summary>The folder of the data as the file says, also of one with mistakes; null when it does not say one.</summary>
    public string? DataFolder { get; init; }

    public bool HasErrors => Problems.Any(problem => problem.IsError);

    /// <summary>Tests of the profiles in use that ran and passed.</summary>
    public int TestsPassed => Profiles.Sum(profile => profile.Tests.Count);
}
