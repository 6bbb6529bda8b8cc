using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Tests.Documents;

namespace Gateway.Core.Tests.Profiles;

public sealed class ShippedProfilesTests
{
    public static TheoryData<string> Names() => [.. Directory.EnumerateFiles(Repository.Profiles, "*.yaml", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Profiles, file)[..^5].Replace('\\', '/'))
        .Where(name => !name.StartsWith("limits/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shipped_profile_is_sound_and_passes_its_own_tests(string name)
    {
        var compiled = ProfileCompiler.Compile(Path.Combine(Repository.Profiles, $"{name}.yaml"), name);
        Assert.True(compiled.Problems.Count == 0, ProblemText.Render(compiled.Problems, "en"));
        Assert.NotNull(compiled.Model);
        Assert.NotEmpty(compiled.Model.Tests);
    }
}
