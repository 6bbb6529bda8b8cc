using System.CommandLine;
using Gateway.Cli;
using Gateway.Hosting;

namespace Gateway.Tests.Cli;

public class HelpTests
{
    public static TheoryData<string, string> Pages => [.. Verbs(CommandTree.Build(), "").SelectMany(path => new[] { (path, "en"), (path, "zh-CN") })];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_help_leads_with_examples_and_is_whole_in_its_language(string path, string language)
    {
        var run = await CommandRun.Of([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help", "--lang", language]);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Empty(run.Error);
        string[] lines = run.Out.Split('\n');
        Assert.Equal(language == "en" ? "Examples:" : "示例：", lines[2]);
        Assert.StartsWith("  envgw ", lines[3], StringComparison.Ordinal);
        // What is said of something stands behind two blanks or more.
        if (language != "en")
            Assert.All(lines.Where(line => line.StartsWith("  ", StringComparison.Ordinal)), line => Assert.Matches("  [^ ].*[\u4e00-\u9fff]", line[2..]));
    }

    [Fact]
    public async Task Every_example_is_a_command_line_that_parses()
    {
        var pages = Verbs(CommandTree.Build(), "").ToList();
        foreach (string path in pages)
        {
            var run = await CommandRun.Of([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            var examples = run.Out.Split('\n').SkipWhile(line => line != "Examples:").Skip(1).TakeWhile(line => line.Length > 0);
            Assert.All(examples, example =>
            {
                string commandLine = example.Trim().Split("  ")[0].Split(" > ")[0]["envgw".Length..].Trim();
                Assert.Empty(CommandTree.Build().Parse(commandLine).Errors);
            });
        }
    }

    [Fact]
    public async Task The_bare_command_is_wrong_usage_and_shows_help_on_the_error_stream()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(ExitCode.WrongUsage, await CommandTree.RunAsync([], output, error, CancellationToken.None));
        Assert.Empty(output.ToString());
        Assert.Contains("envgw alarm list", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_the_one_that_births_and_status_say()
    {
        using var output = new StringWriter();
        Assert.Equal(ExitCode.Fine, await CommandTree.RunAsync(["--version"], output, TextWriter.Null, CancellationToken.None));
        Assert.Equal($"envgw {ProgramVersion.Text}", output.ToString().Trim());
    }

    private static IEnumerable<string> Verbs(Command command, string path) =>
        [path, .. command.Subcommands.SelectMany(verb => Verbs(verb, $"{path} {verb.Name}".Trim()))];
}
