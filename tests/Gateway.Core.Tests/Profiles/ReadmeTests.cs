using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Tests.Documents;

namespace Gateway.Core.Tests.Profiles;

public sealed class ReadmeTests
{
    [Fact]
    public void The_example_that_teaches_the_format_is_sound()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Profiles, "README.md"));
        int from = page.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;
        string example = page[from..page.IndexOf("```", from, StringComparison.Ordinal)];
        var compiled = ProfileCompiler.CompileText("README.md", Encoding.UTF8.GetBytes(example), "water/acme-ph200");
        Assert.True(compiled.Problems.Count == 0, ProblemText.Render(compiled.Problems, "en"));
        Assert.Equal(2, compiled.Model!.Tests.Count);
    }
}
