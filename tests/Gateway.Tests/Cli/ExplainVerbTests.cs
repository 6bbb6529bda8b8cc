using System.Text.Json;
using Gateway.Cli;
using Gateway.Core.Documents;

namespace Gateway.Tests.Cli;

public class ExplainVerbTests
{
    [Fact]
    public async Task A_code_is_explained_in_both_languages_whatever_its_case()
    {
        var english = await CommandRun.Of("explain", "p225");
        Assert.Equal((ExitCode.Fine, ""), (english.ExitCode, english.Error));
        Assert.StartsWith("error[P225]: ", english.Out, StringComparison.Ordinal);
        Assert.StartsWith("错误[P225]：", (await CommandRun.InChinese("explain", "P225")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_to_do_is_never_a_list_that_is_not_there()
    {
        foreach (var kind in ProblemCatalog.All)
            foreach (string language in new[] { "en", "zh-CN" })
                Assert.DoesNotMatch("…$", ProblemCatalog.Explain(kind, language).TrimEnd());
    }

    [Fact]
    public async Task An_unknown_code_is_wrong_usage_with_the_nearest()
    {
        var run = await CommandRun.Of("explain", "P2255");
        Assert.Equal((ExitCode.WrongUsage, ""), (run.ExitCode, run.Out));
        Assert.Equal("error: there is no code 'P2255'", run.ErrorLines[0]);
        Assert.Equal("help: did you mean 'P225'?", run.ErrorLines[1]);
    }

    [Fact]
    public async Task Json_keeps_Chinese_readable()
    {
        var run = await CommandRun.InChinese("explain", "P225", "--json");
        Assert.Equal("envgw.explain/1", JsonDocument.Parse(run.Out).RootElement.GetProperty("schema").GetString());
        Assert.Contains("测试", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("site")]
    [InlineData("profile")]
    [InlineData("limits")]
    public async Task Each_kind_of_file_has_a_schema(string kind)
    {
        var run = await CommandRun.Of("schema", "print", kind);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", JsonDocument.Parse(run.Out).RootElement.GetProperty("$schema").GetString());
    }
}
