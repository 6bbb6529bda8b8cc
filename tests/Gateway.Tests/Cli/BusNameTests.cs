using Gateway.Cli;
using Gateway.Hosting;
using Gateway.Testing;
using Microsoft.AspNetCore.Builder;

namespace Gateway.Tests.Cli;

/// <summary>What stands for a bus on a command line, and where the service is that may hold it.</summary>
public sealed class BusNameTests : IDisposable
{
    private readonly SiteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_bus_that_has_the_name_of_a_file_is_meant()
    {
        _folder.Write("line", "");
        string read = $"'{Path.Combine(AppContext.BaseDirectory, "envgw")}' reg read line -u 1 hr:0 --timeout 1s --lang en --config site.yaml";
        await using var run = RunningProcess.Start("sh", ["-c", $"cd '{_folder[""]}' && {read}"]);
        await run.WaitForExitAsync();
        Assert.Contains(run.Errors.Entries, line => line.Contains("line refuses the connection", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_is_found_by_a_site_file_that_has_mistakes_by_now()
    {
        var site = FakeService.SiteOf(_folder.SiteFile);
        int asked = 0;
        await using var service = await FakeService.StartAsync(site, app => app.MapGet("/buses", () =>
        {
            asked++;
            return Microsoft.AspNetCore.Http.Results.Json(BusPlace.Of(site), LocalApiJson.Default.IReadOnlyListBusPlace);
        }));
        _folder.Write("site.yaml", SiteFolder.Text(_folder.BufferFolder).Replace("channels:", "chanels:", StringComparison.Ordinal));
        var run = await CommandRun.Of("reg", "read", "tcp://127.0.0.1:1", "-u", "1", "hr:0", "--timeout", "50ms", "--config", _folder.SiteFile);
        Assert.Equal(1, asked);
        // The service would have to lend it, and this one does not.
        Assert.NotEqual(ExitCode.Fine, run.ExitCode);
        Assert.DoesNotContain("B010", run.Error, StringComparison.Ordinal);
    }
}
