using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Cli;

namespace Gateway.Tests.Cli;

/// <summary>Results in the form that was asked for, mistakes where programs look for them, and quiet.</summary>
public sealed class OutputFormTests : IDisposable
{
    private readonly SiteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_list_as_csv_has_a_heading_and_a_line_for_each_row()
    {
        var run = await CommandRun.Of("device", "list", "-o", "csv", "--config", _folder.SiteFile);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        string[] lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("name,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("outlet,", lines[1], StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task A_list_as_jsonl_is_one_object_a_line()
    {
        var run = await CommandRun.Of("profile", "list", "--output", "jsonl", "--config", _folder.SiteFile);
        string[] lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length > 60);
        Assert.Contains(lines, line => (string?)JsonNode.Parse(line)!["name"] == "water/boqu-phg-2091");
    }

    [Fact]
    public async Task The_form_json_is_what_json_is()
    {
        var one = await CommandRun.Of("device", "list", "-o", "json", "--config", _folder.SiteFile);
        var other = await CommandRun.Of("device", "list", "--json", "--config", _folder.SiteFile);
        Assert.Equal(other.Out, one.Out);
    }

    [Theory]
    [InlineData("{\"a\":1}\n", "a\n1\n")]
    [InlineData("{\"rows\":[{\"a\":\"x,\\\"y\\\"\",\"b\":{\"c\":true}},{\"a\":null,\"d\":[1,2]}]}\n", "a,b.c,d\n\"x,\"\"y\"\"\",true,\n,,1 2\n")]
    [InlineData("{\"a\":\"}{\\\\\"}\n{\"a\":2,\"b\":3}\n", "a\n}{\\\n2\n")]
    [InlineData("plain text\n", "plain text\n")]
    [InlineData("{\"rows\":[]}\n", "")]
    [InlineData("{\"none\":[],\"rows\":[{\"a\":1}]}\n", "a\n1\n")]
    public void Rows_are_made_of_documents(string written, string expected)
    {
        using var output = new StringWriter();
        using (var rows = new RowWriter(output, TextWriter.Null, isCsv: true)) rows.Write(written);
        Assert.Equal(expected, output.ToString());
    }

    [Theory]
    [InlineData("bus", "scan", "/dev/ttyUSB9", "--units", "9-3")]
    [InlineData("alarm", "ack")]
    [InlineData("device", "test", "nobody")]
    [InlineData("find", "--again", "--value", "seven")]
    [InlineData("profile", "show", "water/no-such")]
    [InlineData("explain", "Q999")]
    public async Task With_json_a_mistake_is_an_object_on_the_error_stream(params string[] arguments)
    {
        string[] config = arguments[0] is "explain" ? [] : ["--config", _folder.SiteFile];
        foreach (string[] form in new string[][] { ["--json"], ["-o", "csv"] })
        {
            var run = await CommandRun.Of([.. arguments, .. form, .. config]);
            Assert.NotEqual(ExitCode.Fine, run.ExitCode);
            Assert.Empty(run.Out);
            var report = JsonNode.Parse(Assert.Single(run.ErrorLines))!;
            Assert.Equal(("envgw.error/1", "error"), ((string?)report["schema"], (string?)report["severity"]));
            Assert.NotEmpty((string)report["message"]!);
        }
    }

    [Fact]
    public async Task With_json_mistakes_of_a_file_have_their_place_on_the_error_stream()
    {
        _folder.Write("site.yaml", SiteFolder.Text(_folder.BufferFolder).Replace("channels:", "chanels:", StringComparison.Ordinal));
        var run = await CommandRun.Of("device", "list", "--json", "--config", _folder.SiteFile);
        Assert.Equal((ExitCode.ConfigurationInvalid, ""), (run.ExitCode, run.Out));
        var problems = JsonDocument.Parse(run.Error).RootElement.GetProperty("problems").EnumerateArray().ToList();
        Assert.All(problems, problem => Assert.True(problem.GetProperty("line").GetInt32() > 0));
        Assert.Contains(problems, problem => problem.GetProperty("message").GetString()!.Contains("chanels", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Quiet_leaves_results_and_errors()
    {
        var talkative = await CommandRun.Of("device", "list", "--config", _folder.SiteFile);
        var quiet = await CommandRun.Of("device", "list", "-q", "--config", _folder.SiteFile);
        Assert.StartsWith("next: ", talkative.Error, StringComparison.Ordinal);
        Assert.Equal((talkative.Out, ""), (quiet.Out, quiet.Error));
        Assert.StartsWith("error: there is no code", (await CommandRun.Of("explain", "Q999", "--quiet")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-o", "csv")]
    [InlineData("--output", "jsonl")]
    [InlineData("--quiet", "-q")]
    [InlineData("--no-color", "--json")]
    public void Every_verb_takes_the_common_flags(string one, string two)
    {
        foreach (string[] verb in new string[][] { ["status"], ["watch"], ["bus", "list"], ["bus", "scan", "x"], ["reg", "read", "x", "hr:0"],
            ["decode", "00"], ["history", "query", "a/b"], ["buffer", "verify"], ["sim", "run", "x"] })
        {
            if (one == "--quiet") Assert.Empty(CommandTree.Build().Parse([.. verb, two]).Errors);
            else Assert.Empty(CommandTree.Build().Parse([.. verb, one,
                .. one.EndsWith("color", StringComparison.Ordinal) ? Array.Empty<string>() : [two]]).Errors);
        }
    }

    [Fact]
    public void No_colour_means_none()
    {
        var parsed = CommandTree.Build().Parse(["watch", "--no-color"]);
        Assert.False(CommandContext.From(parsed).HasColour);
    }
}
