using System.Text.Json;
using Gateway.Cli;
using Gateway.Core.Auditing;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Cli;

public class BufferAuditVerbTests
{
    [Fact]
    public async Task The_log_is_shown_a_row_a_line_and_exported_with_all_that_is_hashed()
    {
        using var site = await AuditedAsync();
        var run = await site.RunAsync("buffer", "audit");
        Assert.Equal(ExitCode.Fine, run.ExitCode);
        Assert.Matches("""^     1  \d{4}-\d\d-\d\dT[0-9:.]+Z  acknowledgement  anna  \{"alarm":"a0"\}\n     2  """, run.Out);
        string[] lines = (await site.RunAsync("buffer", "audit", "--json", "--from", "3")).Out.TrimEnd().Split('\n');
        using var last = JsonDocument.Parse(Assert.Single(lines));
        Assert.Equal((3, "acknowledgement", 64), (last.RootElement.GetProperty("n").GetInt64(), last.RootElement.GetProperty("kind").GetString(), last.RootElement.GetProperty("hash").GetString()!.Length));
    }

    [Fact]
    public async Task Verify_proves_the_log_and_names_the_row_that_somebody_edited()
    {
        using var site = await AuditedAsync();
        var sound = await site.RunAsync("buffer", "verify");
        Assert.Equal(ExitCode.Fine, sound.ExitCode);
        Assert.StartsWith("3 rows of the audit log\n", sound.Out, StringComparison.Ordinal);
        DatabaseFile.Execute(site["buffer/audit.db"], "UPDATE audit SET actor='otto' WHERE n=2");
        var run = await site.RunAsync("buffer", "verify");
        Assert.Equal(ExitCode.ProblemsFound, run.ExitCode);
        Assert.Contains("audit.db: row 2 is not the one that was written\n", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("1 problem\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_compares_with_a_head_that_somebody_kept()
    {
        using var site = await AuditedAsync();
        var head = new AuditInspection(site["buffer"]).Head();
        Assert.Equal(ExitCode.Fine, (await site.RunAsync("buffer", "verify", "--head", $"{head.Number}:{head.Hash}")).ExitCode);
        var other = await site.RunAsync("buffer", "verify", "--head", $"2:{head.Hash}");
        Assert.Equal(ExitCode.ProblemsFound, other.ExitCode);
        Assert.Contains("row 2 is not the one whose hash was published", other.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.WrongUsage, (await site.RunAsync("buffer", "verify", "--head", "2")).ExitCode);
    }

    [Fact]
    public async Task Status_shows_the_head_that_can_be_kept()
    {
        using var site = await AuditedAsync();
        var head = new AuditInspection(site["buffer"]).Head();
        string text = (await site.RunAsync("buffer", "status")).Out;
        Assert.Matches($"audit log: .+, 3 rows, head 3:{head.Hash}\n", text);
        Assert.Contains($"3 行，末端 3:{head.Hash}", (await site.RunAsync("buffer", "status", "--lang", "zh")).Out, StringComparison.Ordinal);
        using var report = JsonDocument.Parse((await site.RunAsync("buffer", "status", "--json")).Out);
        var audit = report.RootElement.GetProperty("audit");
        Assert.Equal((3, $"3:{head.Hash}"), (audit.GetProperty("rows").GetInt64(), audit.GetProperty("head").GetString()));
        Assert.Equal(ExitCode.Fine, (await site.RunAsync("buffer", "verify", "--head", audit.GetProperty("head").GetString()!)).ExitCode);
    }

    private static async Task<StoredSite> AuditedAsync()
    {
        var site = await StoredSite.CreateAsync();
        using var log = new AuditLog(site["buffer"], TimeProvider.System, NullLogger<AuditLog>.Instance);
        log.Open();
        for (int i = 0; i < 3; i++) log.Note(AuditEntry.Of(AuditKind.Acknowledgement, "anna", json => json.WriteString("alarm", $"a{i}")));
        await log.RunAsync(new CancellationToken(canceled: true));
        return site;
    }
}
