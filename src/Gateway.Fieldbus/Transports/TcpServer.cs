using System.Net;
using System.Net.Sockets;

namespace Gateway.Fieldbus.Transports;

/// <summary>Listens on a TCP port and serves every connection as a transport of its own, whatever is spoken on it.</summary>
/// <param name="endPoint">Where to listen; port 0 for a free one.</param>
/// <param name="serve">Serves one connection until it ends; the connection is closed behind it.</param>
/// <param name="time">The clock of the pause after a failed accept.</param>
public sealed class TcpServer(IPEndPoint endPoint, Func<ITransport, CancellationToken, Task> serve, TimeProvider time) : IDisposable
{
    /// <summary>Connections served at once; further ones are closed as soon as they are accepted.</summary>
    public const int MaximumConnections = 256;

    private static readonly TimeSpan PauseAfterFailedAccept = TimeSpan.FromMilliseconds(100);

    private readonly List<Task> _connections = [];
    private Socket? _listener;

    /// <summary>Where it listens, once it is open.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint?)_listener?.LocalEndPoint ?? endPoint;

    /// <summary>Binds the port and listens; connections are accepted from then on and served while <see cref="RunAsync"/> runs.</summary>
    /// <exception cref="SocketException">The port is taken or forbidden.</exception>
    public void Open()
    {
        var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Not ReuseAddress, which on Linux also sets SO_REUSEPORT: two servers would share the port and each get half of the clients.
            listener.Bind(endPoint);
            listener.Listen(128);
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
        _listener = listener;
    }

    /// <summary>Serves until stopped; then closes the port and every connection and returns when all have ended.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (_listener is null) Open();
        try
        {
            while (!stop.IsCancellationRequested) await AcceptAsync(_listener!, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
        finally
        {
            Dispose();
            await Task.WhenAll(_connections).ConfigureAwait(false);
        }
    }

    public void Dispose() => _listener?.Dispose();

    private async Task AcceptAsync(Socket listener, CancellationToken stop)
    {
        Socket socket;
        try
        {
            socket = await listener.AcceptAsync(stop).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The peer was gone before it was accepted, or there are no more file descriptors; the latter passes when a connection ends.
            await Task.Delay(PauseAfterFailedAccept, time, stop).ConfigureAwait(false);
            return;
        }

        _connections.RemoveAll(connection => connection.IsCompletedSuccessfully);
        if (_connections.Count >= MaximumConnections) socket.Dispose();
        else _connections.Add(ServeAsync(socket, stop));
    }

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        await using var transport = new AcceptedConnection(socket);
        try
        {
            socket.NoDelay = true;
            await serve(transport, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, as asked.
        }
        catch (Exception gone) when (gone is TransportException or SocketException)
        {
            // A client that goes while it is served is nobody's trouble.
        }
    }
}
