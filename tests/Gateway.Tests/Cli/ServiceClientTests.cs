using System.Net.Sockets;
using Gateway.Cli;
using Gateway.Core.Alarms;
using Gateway.Core.Site;
using Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Cli;

public sealed class ServiceClientTests : IDisposable
{
    private readonly SiteFolder _folder = new();
    private readonly StringWriter _error = new();
    private readonly SiteModel _site;

    public ServiceClientTests() => _site = FakeService.SiteOf(_folder.SiteFile);

    [Fact]
    public async Task It_gets_and_posts_over_the_socket()
    {
        await using var service = await FakeService.StartAsync(_site, host =>
        {
            host.MapGet("/alarms", () => new AlarmReport("envgw.alarms/1", "bench", 3, []));
            host.MapPost("/alarms/acknowledge", (Acknowledgement what) => new AcknowledgeReport("envgw.acknowledge/1",
                what is { AlarmId: "a/b/high", Occurrence: "01", Actor: "me", Note: "备注" } ? AcknowledgeResult.Done : AcknowledgeResult.UnknownAlarm));
        });
        using var client = Client();
        Assert.Equal(3, (await client.GetAsync("/alarms", LocalApiJson.Default.AlarmReport, CancellationToken.None))?.Configured);
        var answer = await client.PostAsync("/alarms/acknowledge", new Acknowledgement("a/b/high", "01", "me", "备注"),
            LocalApiJson.Default.Acknowledgement, LocalApiJson.Default.AcknowledgeReport, CancellationToken.None);
        Assert.Equal(AcknowledgeResult.Done, answer?.Result);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task A_service_that_does_not_run_is_told_so() => await AssertRefusedAsync("it is not running", "next: envgw run");

    [Fact]
    public async Task A_socket_that_a_killed_service_left_is_told_so()
    {
        Directory.CreateDirectory(_folder.BufferFolder);
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(LocalSocket.ServerPath(_site)));
            // Linux keeps the name when the socket is closed by the end of its process; .NET would remove it, so it is put back.
        }
        if (!File.Exists(LocalSocket.ServerPath(_site))) File.WriteAllText(LocalSocket.ServerPath(_site), "");
        await AssertRefusedAsync("it is not running; its last end was not in order", "next: envgw run");
    }

    [Fact]
    public async Task A_service_that_hangs_is_given_up_and_told_so()
    {
        using var release = new CancellationTokenSource();
        await using var service = await FakeService.StartAsync(_site, host => host.MapGet("/alarms", async (HttpContext request) =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(release.Token, request.RequestAborted);
            await new TaskCompletionSource().Task.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }));
        await AssertRefusedAsync("no answer within", "next: journalctl", TimeSpan.FromMilliseconds(200));
        await release.CancelAsync();
    }

    [Fact]
    public async Task An_answer_that_is_not_understood_is_told_so()
    {
        await using var service = await FakeService.StartAsync(_site, host => host.MapGet("/alarms", () => Results.Content("<html>", "application/json")));
        await AssertRefusedAsync("its answer is not understood", "next: journalctl");
    }

    [Fact]
    public async Task A_service_that_refuses_is_told_so()
    {
        await using var service = await FakeService.StartAsync(_site, host => host.MapGet("/alarms", () => Results.StatusCode(500)));
        await AssertRefusedAsync("500", "next: journalctl");
    }

    [Fact]
    public async Task Ctrl_C_while_waiting_is_an_interruption_and_no_trouble_of_the_service()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await FakeService.StartAsync(_site, host => host.MapGet("/status", async (HttpContext request) =>
        {
            asked.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(request.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }));
        using var stop = new CancellationTokenSource();
        var running = CommandRun.Of(stop.Token, "status", "--config", _folder.SiteFile);
        await asked.Task.WaitAsync(Testing.Patience.Limit);
        await stop.CancelAsync();
        var run = await running;
        Assert.Equal((ExitCode.Interrupted, "", ""), (run.ExitCode, run.Out, run.Error));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _error.Dispose();
    }

    private async Task AssertRefusedAsync(string why, string next, TimeSpan? patience = null)
    {
        using var client = Client(patience);
        Assert.Null(await client.GetAsync("/alarms", LocalApiJson.Default.AlarmReport, CancellationToken.None));
        string[] lines = _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"error: the gateway service of bench cannot be reached at {_folder.BufferFolder}/envgw.sock: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(why, lines[0], StringComparison.Ordinal);
        Assert.StartsWith(next, lines[1], StringComparison.Ordinal);
    }

    private ServiceClient Client(TimeSpan? patience = null) => new(new CommandContext(TextWriter.Null, _error, "en", false), _site, patience);
}
