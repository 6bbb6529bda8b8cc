using System.Text.Json;
using Gateway.Cli;
using Gateway.Hosting;
using Gateway.Testing;

namespace Gateway.Tests.Cli;

/// <summary>Readings as they come, from a real service on a real server.</summary>
public sealed class WatchVerbTests : IAsyncLifetime
{
    private GatewayOnServer? _gateway;

    private GatewayOnServer Gateway => _gateway!;

    private static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "envgw");

    public async ValueTask InitializeAsync() => _gateway = await GatewayOnServer.StartAsync();

    public ValueTask DisposeAsync() => _gateway?.DisposeAsync() ?? ValueTask.CompletedTask;

    private RunningProcess Watch(params string[] arguments) =>
        RunningProcess.Start(Program, ["watch", .. arguments, "--config", Gateway.SiteFile, "--lang", "en"]);

    [Fact]
    public async Task In_a_pipe_each_change_is_one_line_and_what_stands_still_is_not_repeated()
    {
        await using var watch = Watch("outlet/*");
        await watch.WaitForLineAsync(line => line.Contains("outlet/turbidity", StringComparison.Ordinal));
        await Gateway.Device.RequestedAsync(10);
        int said = watch.Output.Entries.Count(line => line.Contains("outlet/turbidity", StringComparison.Ordinal));
        Assert.InRange(said, 1, 3);
        Assert.Equal(130, await watch.InterruptAsync());
    }

    [Fact]
    public async Task Json_is_one_document_a_line()
    {
        await using var watch = Watch("outlet", "--json");
        string line = await watch.WaitForLineAsync(line => line.Contains("outlet/turbidity", StringComparison.Ordinal));
        var root = JsonDocument.Parse(line).RootElement;
        Assert.Equal(("envgw.watch/1", "bench"), (root.GetProperty("schema").GetString(), root.GetProperty("gateway").GetString()));
        await watch.InterruptAsync();
    }

    [Fact]
    public async Task A_service_that_ends_is_said_with_exit_code_7()
    {
        await using var watch = Watch();
        await watch.WaitForLineAsync(line => line.Contains("outlet/turbidity", StringComparison.Ordinal));
        await Gateway.StopAsync();
        Assert.Equal(ExitCode.ServiceNotReachable, await watch.WaitForExitAsync());
        Assert.Contains("it has ended", string.Join('\n', watch.Errors.Entries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_it_is_a_table_that_q_ends()
    {
        // script(1) gives it a terminal of its own; its typescript is not wanted.
        await using var watch = RunningProcess.Start(
            "script", ["-qefc", $"stty cols 120 rows 30; '{Program}' watch --config '{Gateway.SiteFile}' --lang en", "/dev/null"], "bsdutils",
            environment: new Dictionary<string, string?> { ["TERM"] = "xterm" });
        await watch.WaitForLineAsync(line => line.Contains("POINT", StringComparison.Ordinal));
        await watch.WaitForLineAsync(line => line.Contains("outlet/turbidity", StringComparison.Ordinal));
        await watch.StandardInput.WriteAsync('q');
        await watch.StandardInput.FlushAsync();
        Assert.Equal(0, await watch.WaitForExitAsync());
    }

    [Fact]
    public async Task A_terminal_that_does_not_know_its_size_gets_the_table_all_the_same()
    {
        await using var watch = RunningProcess.Start(
            "script", ["-qefc", $"stty cols 0 rows 0; '{Program}' watch --config '{Gateway.SiteFile}' --lang en", "/dev/null"], "bsdutils",
            environment: new Dictionary<string, string?> { ["TERM"] = "xterm" });
        await watch.WaitForLineAsync(line => line.Contains("outlet/turbidity", StringComparison.Ordinal));
        await watch.StandardInput.WriteAsync('q');
        await watch.StandardInput.FlushAsync();
        Assert.Equal(0, await watch.WaitForExitAsync());
    }

    [Fact]
    public async Task It_ends_when_whoever_reads_it_has_seen_enough()
    {
        await using var pipe = RunningProcess.Start("sh", ["-c", $"'{Program}' watch --config '{Gateway.SiteFile}' --lang en | head -n 1"]);
        Assert.Equal(0, await pipe.WaitForExitAsync());
        Assert.Single(pipe.Output.Entries);
    }

    [Fact]
    public async Task A_point_that_is_not_there_is_wrong_usage()
    {
        var run = await Gateway.Running.AskAsync("watch", "outlet/turbidty");
        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.Contains("did you mean 'outlet/turbidity'?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_are_served_than_can_be()
    {
        using var http = Gateway.Service();
        var open = new List<HttpResponseMessage>();
        for (int i = 0; i <= WatchApi.MostWatchers; i++) open.Add(await http.GetAsync("/readings/stream", HttpCompletionOption.ResponseHeadersRead));
        Assert.Equal([.. Enumerable.Repeat(200, WatchApi.MostWatchers), 503], open.Select(answer => (int)answer.StatusCode));
        foreach (var answer in open) answer.Dispose();
    }
}
