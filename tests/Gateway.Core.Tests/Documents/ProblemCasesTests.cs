using Gateway.Core.Documents;
using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Documents;

/// <summary>Each folder of Cases holds a file with mistakes and the exact text that a person sees, in both languages.</summary>
public sealed class ProblemCasesTests
{
    private static readonly string _cases = Repository.Cases("Documents/Cases");

    public static TheoryData<string> Names() =>
        [.. Directory.EnumerateDirectories(_cases).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mistakes_are_shown_exactly_so(string name)
    {
        string folder = Path.Combine(_cases, name);
        var problems = Compile(folder);
        Assert.NotEmpty(problems);
        Accepted.Matches(Path.Combine(folder, "expected.en.txt"), Shown(ProblemText.Render(problems, "en")));
        Accepted.Matches(Path.Combine(folder, "expected.zh.txt"), Shown(ProblemText.Render(problems, "zh-CN")));
    }

    [Fact]
    public void Ten_mistakes_in_one_site_file_are_all_shown()
    {
        var problems = Compile(Path.Combine(_cases, "ten-mistakes"));
        Assert.Equal(
            ["Y003", "Y002", "Y005", "S104", "C101", "C102", "S106", "C117", "S103", "Y008"],
            problems.Select(problem => problem.Code));
    }

    [Fact]
    public void The_machine_readable_form_says_the_same()
    {
        string folder = Path.Combine(_cases, "ten-mistakes");
        Accepted.Matches(Path.Combine(folder, "expected.json"), ProblemJson.Render(Compile(folder), "en"));
    }

    [Fact]
    public void Only_twenty_problems_are_shown_and_the_rest_is_counted()
    {
        string text = "site: { id: a }\n" + string.Concat(Enumerable.Range(0, 30).Select(number => $"key{number}: 1\n"));
        var problems = new SiteCompiler(Repository.Profiles, _ => null).CompileText("site.yaml", System.Text.Encoding.UTF8.GetBytes(text)).Problems;
        Assert.Equal(32, problems.Count);
        string shown = ProblemText.Render(problems, "en");
        Assert.Equal(20, shown.Split('\n').Count(line => line.StartsWith("error[", StringComparison.Ordinal)));
        Assert.EndsWith("... and 12 more; envgw check --json lists all\n", shown, StringComparison.Ordinal);
    }

    /// <summary>Where the repository lies on this machine is nobody's business.</summary>
    private static string Shown(string text) => text.Replace(Repository.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private static IReadOnlyList<Problem> Compile(string folder)
    {
        string profile = Path.Combine(folder, "profile.yaml");
        return File.Exists(profile)
            ? ProfileCompiler.CompileText("profile.yaml", File.ReadAllBytes(profile)).Problems
            : new SiteCompiler(Repository.Profiles, _ => null).CompileText("site.yaml", File.ReadAllBytes(Path.Combine(folder, "site.yaml"))).Problems;
    }
}
