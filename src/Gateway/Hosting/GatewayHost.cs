using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>The host around the rooms: their worker, systemd, and the local API on its Unix socket.</summary>
internal static class GatewayHost
{
    /// <summary>The rooms end by themselves before that (<see cref="GatewayRooms.RunAsync"/>); the rest is for open requests.</summary>
    private static readonly TimeSpan _stopWithin = TimeSpan.FromSeconds(5);

    /// <param name="log">Says where the log goes.</param>
    public static WebApplication Build(SiteModel site, SiteSecrets secrets, TimeProvider time, Action<WebApplicationBuilder> log)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
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
        builder.Services.AddSingleton<WatchApi>();
        builder.Services.AddSingleton<GatewayService>();
        builder.Services.AddSingleton(services => new SystemdNotifier(
            Environment.GetEnvironmentVariable, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<SystemdNotifier>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<GatewayService>());
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, LocalApiJson.Default));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(LocalSocket.ServerPath(site)));
        var host = builder.Build();
        host.MapLocalApi();
        return host;
    }

    /// <summary>Runs until told to stop, by the token or by a signal.</summary>
    /// <returns>Whether every room did its work to the end.</returns>
    /// <exception cref="StoreException">The store cannot be opened; nothing was started.</exception>
    public static async Task<bool> RunAsync(WebApplication host, CancellationToken stop)
    {
        await host.StartAsync(stop);
        var site = host.Services.GetRequiredService<SiteModel>();
        File.SetUnixFileMode(
            LocalSocket.ServerPath(site), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        await host.WaitForShutdownAsync(stop);
        return host.Services.GetRequiredService<GatewayService>() is { HasFailed: false, ExecuteTask.IsCompleted: true };
    }
}
