using Gateway.Cli;
using Gateway.Testing;

namespace Gateway.Tests.Cli;

public class UsageTests
{
    [Fact]
    public async Task An_output_that_takes_nothing_is_an_error_and_no_crash()
    {
        await using var run = RunningProcess.Start("sh", ["-c", $"'{Path.Combine(AppContext.BaseDirectory, "envgw")}' explain P104 --lang en > /dev/full"]);
        Assert.Equal(ExitCode.ProblemsFound, await run.WaitForExitAsync());
        Assert.StartsWith("error: ", Assert.Single(run.Errors.Entries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_verb_is_one_error_with_one_suggestion()
    {
        var run = await CommandRun.Of("chekc");
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.Equal(["error: 'envgw' has no verb 'chekc'", "help: did you mean 'check'?", "next: envgw --help"], run.ErrorLines);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task The_same_in_Chinese()
    {
        var run = await CommandRun.InChinese("chekc");
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.Equal(["错误：“envgw” 没有命令 “chekc”", "建议：是否应为 “check”？", "下一步：envgw --help"], run.ErrorLines);
    }

    [Theory]
    [InlineData("'envgw alarm' needs one of: list, ack, shelve, unshelve", "envgw alarm --help", "alarm")]
    [InlineData("ALARM is missing", "envgw alarm ack --help", "alarm", "ack")]
    [InlineData("CODE is missing", "envgw explain --help", "explain")]
    [InlineData("'b' is one word too many for 'envgw check'", "envgw check --help", "check", "a", "b")]
    [InlineData("'envgw check' has no option '--bar'", "envgw check --help", "check", "--bar")]
    [InlineData("--config needs a value: site.yaml", "envgw check --help", "check", "--config")]
    [InlineData("--config is given twice", "envgw check --help", "check", "--config", "a", "--config", "b")]
    [InlineData("'x' cannot be KIND; it is one of site, profile, limits", "envgw schema print --help", "schema", "print", "x")]
    [InlineData("'fr' cannot be --lang; it is one of en, zh, zh-CN, zh_CN", "envgw check --help", "check", "--lang", "fr")]
    [InlineData("--version stands alone", "envgw check --help", "--version", "check")]
    public async Task Every_other_mistake_is_one_error_too(string error, string next, params string[] arguments)
    {
        var run = await CommandRun.Of(arguments);
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.Equal([$"error: {error}", $"next: {next}"], run.ErrorLines);
    }

    [Fact]
    public async Task No_word_of_the_parsing_library_reaches_a_Chinese_reader()
    {
        string[][] mistakes = [["alarm"], ["alarm", "ack"], ["check", "a", "b"], ["check", "--bar"], ["check", "--config"], ["schema", "print", "x"],
            ["sim", "run"], ["--version", "check"]];
        foreach (string[] mistake in mistakes)
        {
            var run = await CommandRun.InChinese(mistake);
            Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
            Assert.StartsWith("错误：", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("command", run.Error, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("argument", run.Error, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_misspelt_option_is_suggested_also_a_shared_one() =>
        Assert.Contains("help: did you mean '--json'?", (await CommandRun.Of("status", "--jsn")).ErrorLines);

    [Fact]
    public async Task A_note_that_begins_with_an_at_sign_is_a_note_and_no_file()
    {
        using var site = new SiteFolder();
        var run = await CommandRun.Of("alarm", "ack", "outlet/turbidity/high", "--note", "@nobody", "--config", site.SiteFile);
        Assert.Equal(ExitCode.ServiceNotReachable, run.ExitCode);
    }
}
