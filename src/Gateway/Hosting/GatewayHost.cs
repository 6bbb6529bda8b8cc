using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Gateway.Hosting.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>The host around the rooms: their worker, systemd, and the local API on its Unix socket.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    /// <summary>The rooms end by themselves before that (<see cref="GatewayRooms.RunAsync"/>); the rest is for open requests.</summary>
    private static readonly TimeSpan _stopWithin = TimeSpan.FromSeconds(5);

    private readonly IHost _host;

    private GatewayHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    /// <param name="log">Says where the log goes.</param>
    public static GatewayHost Build(SiteModel site, SiteSecrets secrets, TimeProvider time, Action<IHostApplicationBuilder> log)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        log(builder);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // It would log with a stack trace what we say in a sentence: why the start or a room failed.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = _stopWithin;
            // A request that waits for the store must not use up the time in which the rooms store what they hold.
            options.ServicesStopConcurrently = true;
        });
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(site);
        builder.Services.AddSingleton(secrets);
        builder.Services.AddSingleton<GatewayRooms>();
        builder.Services.AddSingleton<GatewayService>();
        // From the start, so that nothing goes uncounted.
        builder.Services.AddSingleton(_ => new MetricCollector());
        builder.Services.AddSingleton<GatewayMetrics>();
        builder.Services.AddSingleton(services => MemoryKeeper.OfThisProcess(services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(services => new SystemdNotifier(
            Environment.GetEnvironmentVariable, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<SystemdNotifier>>()));
        // In this order: the store first.
        builder.Services.AddHostedService(services => services.GetRequiredService<GatewayService>());
        builder.Services.AddHostedService<LocalServer>();
        builder.Services.AddHostedService(services => new OtlpExport(Environment.GetEnvironmentVariable, services.GetRequiredService<SiteModel>().Id));
        return new GatewayHost(builder.Build());
    }

    /// <summary>Runs until told to stop, by the token or by a signal.</summary>
    /// <returns>Whether every room did its work to the end.</returns>
    /// <exception cref="StoreException">The store cannot be opened; nothing was started.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The local socket cannot be made.</exception>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        await StartAsync(stop);
        await _host.WaitForShutdownAsync(stop);
        return Services.GetRequiredService<GatewayService>() is { HasFailed: false, ExecuteTask.IsCompleted: true };
    }

    /// <summary>When one cannot start, those before it do not go on unheeded: the rooms store what they hold and close the store in order.</summary>
    private async Task StartAsync(CancellationToken stop)
    {
        try
        {
            await _host.StartAsync(stop);
        }
        catch
        {
            await _host.StopAsync(CancellationToken.None);
            throw;
        }
    }

    // Some of what it holds can be disposed of in no other way; the framework's host is both.
    public ValueTask DisposeAsync() => ((IAsyncDisposable)_host).DisposeAsync();
}
