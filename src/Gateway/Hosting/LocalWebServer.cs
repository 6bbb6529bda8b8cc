using System.Net.Sockets;
using Gateway.Hosting.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>The web server of the local API: a host within the gateway's, for connections that <see cref="LocalServer"/> has accepted.</summary>
internal sealed class LocalWebServer : IAsyncDisposable
{
    private readonly LocalConnections _connections = new();
    private readonly WebApplication _host;

    private LocalWebServer(GatewayRooms rooms, GatewayMetrics metrics, TimeProvider time, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(LocalSocket.ServerPath(rooms.Site)));
        builder.Services.AddSingleton<IConnectionListenerFactory>(_connections);
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, LocalApiJson.Default));
        // Given as they are, they stay the gateway's: it disposes of them, and it decides when to stop.
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(rooms);
        builder.Services.AddSingleton(metrics);
        builder.Services.AddSingleton<IHostLifetime, SubordinateLifetime>();
        _host = builder.Build();
        _host.MapLocalApi();
    }

    public static async Task<LocalWebServer> StartAsync(
        GatewayRooms rooms, GatewayMetrics metrics, TimeProvider time, ILoggerFactory loggers, CancellationToken cancel)
    {
        var server = new LocalWebServer(rooms, metrics, time, loggers);
        bool isStarted = false;
        try
        {
            await server._host.StartAsync(cancel);
            isStarted = true;
            return server;
        }
        finally
        {
            if (!isStarted) await server.DisposeAsync();
        }
    }

    /// <summary>Takes the connection over; waits while too many wait already.</summary>
    public ValueTask ServeAsync(Socket connection, CancellationToken cancel) => _connections.AddAsync(connection, cancel);

    /// <summary>Takes no more connections, and lets open requests end until cancelled.</summary>
    public Task StopAsync(CancellationToken cancel) => _host.StopAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _connections.DisposeAsync();
    }
}
