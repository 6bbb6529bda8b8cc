using System.Text.Json;
using Gateway.Hosting;
using Gateway.Testing;

namespace Gateway.Tests.Cli;

/// <summary>The whole gateway in this process, on a site file: buses, store, local socket.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly GatewayHost _host;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<bool> _running;
    private readonly SiteFolder _site;

    private RunningGateway(SiteFolder site)
    {
        _site = site;
        var compiled = Gateway.Cli.SiteFiles.Compile(site.SiteFile);
        _host = GatewayHost.Build(
            compiled.Model ?? throw new InvalidOperationException(string.Join('\n', compiled.Problems)),
            Gateway.Cli.SiteFiles.SecretsOf(site.SiteFile, compiled),
            TimeProvider.System, _ => { });
        _running = _host.RunAsync(_stop.Token);
    }

    /// <summary>Starts it and waits until commands reach it.</summary>
    public static async Task<RunningGateway> StartAsync(SiteFolder site)
    {
        var gateway = new RunningGateway(site);
        using var patience = new CancellationTokenSource(Patience.Limit);
        while ((await gateway.AskAsync("status", "--json")).ExitCode == Gateway.Cli.ExitCode.ServiceNotReachable) patience.Token.ThrowIfCancellationRequested();
        return gateway;
    }

    public Task<CommandRun> AskAsync(params string[] arguments) => CommandRun.Of([.. arguments, "--config", _site.SiteFile]);

    /// <summary>The first bus of the status, when it is as asked.</summary>
    public async Task<JsonElement> BusAsync(Func<JsonElement, bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var bus = JsonDocument.Parse((await AskAsync("status", "--json")).Out).RootElement.GetProperty("buses")[0];
            if (condition(bus)) return bus;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _host.DisposeAsync();
        _stop.Dispose();
    }
}
