using Gateway.Core.Documents;

namespace Gateway.Core.Profiles;

/// <summary>What became of a profile file.</summary>
/// <param name="Model">The profile; null when the file has errors.</param>
/// <param name="Problems">All problems, sorted.</param>
/// <param name="File">The file's text; null when it could not be read.</param>
public sealed record ProfileCompilation(ProfileModel? Model, IReadOnlyList<Problem> Problems, SourceFile? File)
{
    /// <summary>The tests that were run; none when the file has other errors.</summary>
    public IReadOnlyList<ProfileTestResult> Tests { get; init; } = [];
}
