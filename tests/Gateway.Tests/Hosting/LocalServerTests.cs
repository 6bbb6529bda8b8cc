using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Gateway.Core.Site;
using Gateway.Hosting;
using Gateway.Testing;
using Gateway.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.Hosting;

/// <summary>The real host on a real Unix socket.</summary>
public sealed class LocalServerTests : IDisposable
{
    private readonly SiteFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SiteModel _site;
    private readonly string _socket;

    public LocalServerTests()
    {
        _site = FakeService.SiteOf(_folder.SiteFile);
        _socket = LocalSocket.ServerPath(_site);
        Directory.CreateDirectory(_site.Buffer.Path);
    }

    [Fact]
    public async Task The_first_request_is_answered_and_so_are_those_that_come_beside_it()
    {
        await using var host = Build();
        var running = await RunAsync(host);
        using var client = LocalSocket.Client(_socket);
        var reports = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetFromJsonAsync("/status", LocalApiJson.Default.StatusReport)));
        Assert.All(reports, report => Assert.Equal("bench", report?.Gateway));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/nothing", UriKind.Relative))).StatusCode);
        await EndAsync(running);
    }

    [Fact]
    public async Task A_collector_finds_the_numbers_of_every_room()
    {
        await using var host = Build();
        var running = await RunAsync(host);
        using var client = LocalSocket.Client(_socket);
        using var answer = await client.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var families = await PrometheusParser.ReadAsync(await answer.Content.ReadAsStringAsync());
        Assert.Equal("gauge", families["envgw_uptime_seconds"]);
        foreach (string counter in (string[])["envgw_acquisition_scans", "envgw_buffer_readings_dropped"]) Assert.Equal("counter", families[counter]);
        foreach (string gauge in (string[])["envgw_buffer_size_bytes", "envgw_clock_state", "envgw_bus_open", "envgw_buffer_degraded"])
            Assert.Equal("gauge", families[gauge]);
        await EndAsync(running);
    }

    [Fact]
    public async Task Only_the_user_and_the_group_may_connect_and_the_name_goes_with_the_service()
    {
        await using (var host = Build())
        {
            var running = await RunAsync(host);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(_socket));
            await EndAsync(running);
        }
        Assert.False(File.Exists(_socket));
    }

    [Fact]
    public async Task A_name_that_a_killed_service_left_is_taken_over()
    {
        await File.WriteAllTextAsync(_socket, "");
        await using var host = Build();
        var running = await RunAsync(host);
        using var client = LocalSocket.Client(_socket);
        Assert.NotNull(await client.GetFromJsonAsync("/alarms", LocalApiJson.Default.AlarmReport));
        await EndAsync(running);
    }

    [Fact]
    public async Task Who_connects_and_says_nothing_keeps_nobody_from_being_answered_nor_the_gateway_from_stopping()
    {
        await using var host = Build();
        var running = await RunAsync(host);
        using var silent = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await silent.ConnectAsync(new UnixDomainSocketEndPoint(_socket));
        using var client = LocalSocket.Client(_socket);
        Assert.NotNull(await client.GetFromJsonAsync("/readings", LocalApiJson.Default.ReadingReport));
        await EndAsync(running);
    }

    [Fact]
    public async Task A_folder_that_takes_no_socket_is_told_and_nothing_runs()
    {
        Directory.CreateDirectory(_socket);
        await File.WriteAllTextAsync(Path.Combine(_socket, "in-the-way"), "");
        await using var host = Build();
        await Assert.ThrowsAnyAsync<SystemException>(() => host.RunAsync(_stop.Token).WaitAsync(Patience.Limit));
        Assert.True(host.Services.GetRequiredService<GatewayRooms>().Ended.IsCompletedSuccessfully, "The rooms have ended in order.");
    }

    public void Dispose()
    {
        _stop.Dispose();
        _folder.Dispose();
    }

    private GatewayHost Build()
    {
        var compiled = Gateway.Cli.SiteFiles.Compile(_folder.SiteFile);
        return GatewayHost.Build(_site, Gateway.Cli.SiteFiles.SecretsOf(_folder.SiteFile, compiled), TimeProvider.System, _ => { });
    }

    private async Task<Task<bool>> RunAsync(GatewayHost host)
    {
        var isStarted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(isStarted.SetResult);
        var running = host.RunAsync(_stop.Token);
        await isStarted.Task.WaitAsync(Patience.Limit);
        return running;
    }

    private async Task EndAsync(Task<bool> running)
    {
        await _stop.CancelAsync();
        Assert.True(await running.WaitAsync(Patience.Limit));
    }
}
