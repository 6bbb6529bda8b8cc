using System.Text;
using System.Text.RegularExpressions;
using Gateway.Cli;
using Gateway.Core.Documents;
using Gateway.Core.Site;

namespace Gateway.Tests.House;

/// <summary>What the documents show works as it stands.</summary>
public partial class DocumentedSiteTests
{
    private static readonly SiteCompiler _compiler = new(Path.Combine(Repository.Root, "firmware-profiles"), _ => null);

    [Theory]
    [InlineData("install/demo/site.yaml")]
    [InlineData("install/site.example.yaml")]
    public void A_site_file_that_is_shipped_has_no_mistake(string name) => AssertSound(_compiler.Compile(Path.Combine(Repository.Root, name)));

    [Fact]
    public void The_site_file_in_the_readme_has_no_mistake()
    {
        string yaml = FencedYaml().Match(ReadMe).Groups[1].Value;
        Assert.Contains("devices:", yaml, StringComparison.Ordinal);
        AssertSound(_compiler.CompileText("README.md", Encoding.UTF8.GetBytes(yaml)));
    }

    [Fact]
    public void Every_command_in_the_readme_exists()
    {
        var commands = Command().Matches(ReadMe).Select(match => match.Groups[1].Value.Trim()).Where(text => text.Length > 0).Distinct().ToList();
        Assert.InRange(commands.Count, 8, 40);
        Assert.All(commands, command => Assert.Empty(CommandTree.Build().Parse(command).Errors));
    }

    private static string ReadMe { get; } = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    private static void AssertSound(SiteCompilation compiled) => Assert.True(compiled.Model is not null, ProblemText.Render(compiled.Problems, "en"));

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex FencedYaml();

    [GeneratedRegex("`envgw ([^`]+)`")]
    private static partial Regex Command();
}
