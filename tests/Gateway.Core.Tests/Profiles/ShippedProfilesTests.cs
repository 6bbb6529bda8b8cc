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
        Assert.All(compiled.Model.Forms, form => Assert.NotEmpty(form.Tests));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_point_has_a_name_in_both_languages_and_a_number_has_a_unit_unless_it_is_a_state(string name)
    {
        var model = ProfileCompiler.Compile(Path.Combine(Repository.Profiles, $"{name}.yaml"), name).Model!;
        Assert.NotNull(model.Label.Chinese);
        Assert.All(model.Forms.SelectMany(form => form.Points), point => Assert.NotNull(point.Label.Chinese));
        Assert.All(model.Forms.SelectMany(form => form.Channels).SelectMany(channel => channel.Quantities), offered =>
        {
            Assert.NotNull(offered.Label.Chinese);
            Assert.NotEqual("", offered.Unit);
        });
        string[] words = ["state", "fault", "serial_number", "door"];
        Assert.All(model.Forms.SelectMany(form => form.Points).Where(point => point.IsNumber && !words.Contains(point.Quantity)), point => Assert.NotEqual("", point.Unit));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_shipped_profile_is_written_the_usual_way(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Repository.Profiles, $"{name}.yaml"));
        Assert.Equal(System.Text.Encoding.UTF8.GetString(bytes), ProfileFormatter.Format(name, bytes, out _));
    }
}
