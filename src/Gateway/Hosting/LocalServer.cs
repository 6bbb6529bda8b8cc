using System.Net.Sockets;
using Gateway.Hosting.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>
/// Listens on the Unix socket of the local API as soon as the store is open. The web server behind it is made by the first who connects, because most
/// gateways run for weeks without being asked anything, and what a web server loads stays in memory.
/// </summary>
internal sealed class LocalServer(GatewayRooms rooms, GatewayMetrics metrics, TimeProvider time, ILoggerFactory loggers) : BackgroundService, IAsyncDisposable
{
    private const int MostWaitingToConnect = 64;

    private const UnixFileMode UserAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>After a connection that could not be taken, as when the process has no file descriptors left.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ILogger<LocalServer> _logger = loggers.CreateLogger<LocalServer>();
    private LocalWebServer? _server;

    /// <exception cref="SocketException">The socket cannot be made.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        string path = LocalSocket.ServerPath(rooms.Site);
        // The store is ours alone now, so a socket that lies there belongs to a process that was killed.
        File.Delete(path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        // Before it listens, nobody can connect who may not.
        File.SetUnixFileMode(path, UserAndGroup);
        _listener.Listen(MostWaitingToConnect);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_server is not null) await _server.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        // Also takes the socket's name from its folder.
        _listener.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TakeAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // Stopped, as asked.
            }
            // Whatever it is: the gateway's work does not depend on being asked about it, and the next connection is a new chance.
            catch (Exception trouble)
            {
                Log.ConnectionNotTaken(_logger, trouble);
                await Task.Delay(_pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TakeAsync(CancellationToken stop)
    {
        var connection = await _listener.AcceptAsync(stop);
        bool isTaken = false;
        try
        {
            _server ??= await LocalWebServer.StartAsync(rooms, metrics, time, loggers, stop);
            await _server.ServeAsync(connection, stop);
            isTaken = true;
        }
        finally
        {
            if (!isTaken) connection.Dispose();
        }
    }
}
