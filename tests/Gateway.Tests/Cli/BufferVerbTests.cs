using System.Text.Json;
using Gateway.Cli;
using Gateway.Testing;

namespace Gateway.Tests.Cli;

public class BufferVerbTests
{
    [Fact]
    public async Task Status_says_what_is_stored_without_a_gateway()
    {
        using var site = await StoredSite.CreateAsync();
        var run = await site.RunAsync("buffer", "status");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Matches("stored +live +1–1440 +1440\n", run.Out);
        Assert.Matches("history +live +through 1380 +60 behind\n", run.Out);
        Assert.Contains("1 day, from 2026-11-21 (UTC)", run.Out, StringComparison.Ordinal);
        using var report = JsonDocument.Parse((await site.RunAsync("buffer", "status", "--json")).Out);
        Assert.Equal(1440, report.RootElement.GetProperty("lanes")[0].GetProperty("messages").GetInt64());
    }

    [Fact]
    public async Task Verify_finds_all_sound()
    {
        using var site = await StoredSite.CreateAsync();
        var run = await site.RunAsync("buffer", "verify");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Equal("1440 messages and 1380 readings of history looked at: all sound\n", run.Out);
    }

    [Fact]
    public async Task Verify_names_a_changed_row_a_hole_and_a_changed_hour()
    {
        using var site = await StoredSite.CreateAsync();
        string core = site["buffer/core.db"];
        DatabaseFile.Execute(core, "UPDATE message SET n = 2 WHERE (key & 0xFFFFFF) = 7");
        DatabaseFile.Execute(core, "DELETE FROM message WHERE (key & 0xFFFFFF) BETWEEN 20 AND 29");
        DatabaseFile.Execute(core, "DELETE FROM message WHERE (key & 0xFFFFFF) BETWEEN 40 AND 49; INSERT INTO dropped VALUES(0, 40, 49, 10, 1, 0)");
        DatabaseFile.Execute(site.DayFile, "UPDATE chunk SET n = n + 1 WHERE key >> 40 = 5");
        var run = await site.RunAsync("buffer", "verify");
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Equal(
            [
                $"! {core}: lane live, sequence 7: the check sum is wrong",
                $"! {core}: lane live, sequences 20 to 29: missing without a record",
                $"! {site.DayFile}: 2026-11-21T05:00:00.000Z outlet/turbidity the check sum of the readings is wrong",
                "1420 messages and 1320 readings of history looked at: 3 problems",
            ],
            run.Out.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Verify_names_what_was_stored_and_is_gone_although_what_is_left_is_sound()
    {
        using var site = await StoredSite.CreateAsync();
        string core = site["buffer/core.db"];
        DatabaseFile.Execute(core, "DELETE FROM message WHERE (key & 0xFFFFFF) > 1430");
        File.Delete(site.DayFile);
        var run = await site.RunAsync("buffer", "verify");
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Equal(
            [
                $"! {core}: lane live, sequences 1431 to 1440: they were stored, and are missing",
                $"! {site.DayFile}: the file is missing",
                "1430 messages and 0 readings of history looked at: 2 problems",
            ],
            run.Out.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no database")]
    public async Task Verify_looks_at_history_although_the_database_cannot_be_read(string content)
    {
        using var site = await StoredSite.CreateAsync();
        await File.WriteAllTextAsync(site["buffer/core.db"], content, TestContext.Current.CancellationToken);
        var run = await site.RunAsync("buffer", "verify");
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.StartsWith($"! {site["buffer/core.db"]} is ", run.Out, StringComparison.Ordinal);
        Assert.Contains("0 messages and 1380 readings of history looked at: 1 problem\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_is_what_feeds_send()
    {
        using var site = await StoredSite.CreateAsync();
        var run = await site.RunAsync("buffer", "export", "--from", "1439");
        string[] lines = run.Out.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        using var last = JsonDocument.Parse(lines[1]);
        Assert.Equal(("readings", 1440), (last.RootElement.GetProperty("kind").GetString(), last.RootElement.GetProperty("seq").GetInt64()));
        Assert.Equal("[\"outlet/turbidity\",0,14.39]", last.RootElement.GetProperty("readings")[0].GetRawText());
    }

    [Fact]
    public async Task An_export_says_what_it_left_out()
    {
        using var site = await StoredSite.CreateAsync();
        DatabaseFile.Execute(site["buffer/core.db"], "UPDATE message SET n = 2 WHERE (key & 0xFFFFFF) = 1439");
        var run = await site.RunAsync("buffer", "export", "--from", "1438");
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Equal(2, run.Out.TrimEnd().Split('\n').Length);
        Assert.Contains("error: 1 message left out, for what is stored of them cannot be read; the first is 1439\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_store_is_said()
    {
        using var folder = new SiteFolder();
        var run = await CommandRun.Of("buffer", "status", "--config", folder.SiteFile);
        Assert.Equal(ExitCode.PermissionDenied, run.ExitCode);
        Assert.StartsWith("error: There is no store in", run.Error, StringComparison.Ordinal);
    }
}
