using System.Text.Json;
using Gateway.Cli;

namespace Gateway.Tests.Cli;

public class HistoryVerbTests
{
    private static readonly string[] _twoMinutes = ["--from", "2026-11-21T01:00Z", "--to", "2026-11-21T01:02Z"];

    [Fact]
    public async Task A_query_shows_each_reading_in_utc_and_in_the_sites_time()
    {
        using var site = await StoredSite.CreateAsync();
        var run = await site.RunAsync(["history", "query", StoredSite.Point, .. _twoMinutes]);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        string[] lines = run.Out.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Matches("^2026-11-21T01:00:00.007Z  11-21 09:00:00 \\+08:00  0.6 +G$", lines[1]);
        Assert.Matches("^2026-11-21T01:01:00.007Z  11-21 09:01:00 \\+08:00  - +B:timeout$", lines[2]);
        Assert.Contains("Asia/Shanghai (+08:00)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_without_a_zone_is_the_sites_and_a_date_its_beginning()
    {
        using var site = await StoredSite.CreateAsync();
        var run = await site.RunAsync("history", "query", StoredSite.Point, "--from", "2026-11-21T09:00", "--to", "2026-11-22", "--output", "csv");
        string[] lines = run.Out.TrimEnd().Split('\n');
        Assert.Equal("time,point,value,unit,quality", lines[0]);
        Assert.Equal("2026-11-21T01:00:00.007Z,outlet/turbidity,0.6,{NTU},G", lines[1]);
        Assert.Equal("2026-11-21T15:59:00.007Z,outlet/turbidity,9.59,{NTU},G", lines[^1]);
    }

    [Fact]
    public async Task Hours_are_drawn_together_also_the_one_that_is_open()
    {
        using var site = await StoredSite.CreateAsync();
        var run = await site.RunAsync(
            "history", "query", StoredSite.Point, "--from", "2026-11-21T00:00Z", "--to", "2026-11-22T00:00Z", "--every", "1h", "--output", "csv");
        string[] lines = run.Out.TrimEnd().Split('\n');
        Assert.Equal(25, lines.Length);
        Assert.Equal("2026-11-21T00:00:00.000Z,outlet/turbidity,0,0.59,0.295,{NTU},60,60", lines[1]);
        Assert.EndsWith(",60,59", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("2026-11-21T23:00:00.000Z,outlet/turbidity,13.8,14.39,14.09", lines[24], StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_it_is_one_document()
    {
        using var site = await StoredSite.CreateAsync();
        var run = await site.RunAsync(["history", "query", StoredSite.Point, "--json", .. _twoMinutes]);
        using var document = JsonDocument.Parse(run.Out);
        var root = document.RootElement;
        Assert.Equal("envgw.history/1", root.GetProperty("schema").GetString());
        var readings = root.GetProperty("readings").EnumerateArray().ToList();
        Assert.Equal((0.6, "G"), (readings[0].GetProperty("value").GetDouble(), readings[0].GetProperty("quality").GetString()));
        Assert.Equal(JsonValueKind.Null, readings[1].GetProperty("value").ValueKind);
        Assert.Empty(root.GetProperty("troubles").EnumerateArray());
        var empty = await site.RunAsync("history", "query", StoredSite.Point, "--json", "--from", "2020-01-01", "--to", "2020-01-02");
        Assert.Empty(JsonDocument.Parse(empty.Out).RootElement.GetProperty("readings").EnumerateArray());
    }

    [Theory]
    [InlineData("csv", 24 * 60 + 1)]
    [InlineData("jsonl", 24 * 60)]
    public async Task An_export_writes_a_whole_file_and_says_how_much(string form, int lines)
    {
        using var site = await StoredSite.CreateAsync();
        string file = site["out"];
        var run = await site.RunAsync("history", "export", "--from", "2026-11-21T00:00Z", "--to", "2026-11-22T00:00Z", "--output", form, "--file", file);
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.Contains("1440 readings exported", run.Error, StringComparison.Ordinal);
        Assert.Equal(lines, File.ReadAllLines(file).Length);
        if (form == "jsonl") Assert.All(File.ReadAllLines(file), line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_said()
    {
        using var site = await StoredSite.CreateAsync();
        var run = await site.RunAsync("history", "export", "--from", "2026-11-21", "--to", "2026-11-22", "--file", site["missing/out.csv"]);
        Assert.Equal(ExitCode.PermissionDenied, run.ExitCode);
        Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_day_is_an_error_that_names_the_file()
    {
        using var site = await StoredSite.CreateAsync();
        File.WriteAllText(site.DayFile, new string('x', 9_000));
        var run = await site.RunAsync("history", "query", StoredSite.Point, "--from", "2026-11-21T00:00Z", "--to", "2026-11-22T00:00Z", "--output", "csv");
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Contains(site.DayFile, run.Error, StringComparison.Ordinal);
        // The last hour was not taken yet and lies in the buffer.
        Assert.Equal(61, run.Out.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("there is no point 'outlet/turbidty'", "query", "outlet/turbidty")]
    [InlineData("there is no point 'outlet/turbidty'", "export", "outlet/turbidty")]
    [InlineData("'yesterday' cannot be --from", "query", "outlet/turbidity", "--from", "yesterday")]
    [InlineData("'1 minute' cannot be --every", "query", "outlet/turbidity", "--every", "1 minute")]
    [InlineData("--from 2026-11-22 is not before --to 2026-11-21", "export", "--from", "2026-11-22", "--to", "2026-11-21")]
    public async Task A_mistake_is_wrong_usage_and_is_named(string error, params string[] arguments)
    {
        using var site = await StoredSite.CreateAsync();
        var run = await site.RunAsync(["history", .. arguments]);
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.StartsWith($"error: {error}", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("did you mean 'outlet/turbidity'?", "outlet/turbidty")]
    [InlineData("write a span such as 1min, 15min, 1h or 1d", "outlet/turbidity", "--every", "1 minute")]
    [InlineData("write 2026-11-22, 2026-11-22T10:30 (the site's time), 2026-11-22T02:30:00Z, -24h or now", "outlet/turbidity", "--from", "yesterday")]
    public async Task A_program_gets_the_help_that_a_person_gets(string help, params string[] arguments)
    {
        using var site = await StoredSite.CreateAsync();
        var run = await site.RunAsync(["history", "query", .. arguments, "--json"]);
        using var mistake = JsonDocument.Parse(run.Error);
        Assert.Equal(help, mistake.RootElement.GetProperty("help").GetString());
    }

    [Theory]
    [InlineData("2026-11-22", "2026-11-21T16:00:00.000Z")]
    [InlineData("2026-11-22T10:30", "2026-11-22T02:30:00.000Z")]
    [InlineData("2026-11-22 10:30:15.5", "2026-11-22T02:30:15.500Z")]
    [InlineData("2026-11-22T10:30:15.123Z", "2026-11-22T10:30:15.123Z")]
    [InlineData("2026-11-22T10:30+05:30", "2026-11-22T05:00:00.000Z")]
    [InlineData("2026-11-22T10:30-01:00", "2026-11-22T11:30:00.000Z")]
    [InlineData("-24h", "2026-11-21T12:00:00.000Z")]
    [InlineData("-90m", "2026-11-22T10:30:00.000Z")]
    [InlineData("now", "2026-11-22T12:00:00.000Z")]
    [InlineData("-999999999d", null)]
    [InlineData("0001-01-01", null)]
    [InlineData("2026-13-01", null)]
    [InlineData("22.11.2026", null)]
    [InlineData("", null)]
    public void A_moment_is_written_in_several_ways(string text, string? utc)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        bool isKnown = MomentText.TryParse(text, zone, new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero), out var moment);
        Assert.Equal(utc, isKnown ? MomentText.Utc(moment.ToUnixTimeMilliseconds()) : null);
    }
}
