using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Hosting;

/// <summary>Stands for the web server's listener: gives it the connections that were accepted elsewhere.</summary>
internal sealed class LocalConnections : IConnectionListenerFactory, IConnectionListener
{
    private const int MostWaiting = 16;

    private readonly SocketConnectionContextFactory _contexts = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
    private readonly Channel<Socket> _accepted = Channel.CreateBounded<Socket>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true, SingleWriter = true });

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.None, 0);

    /// <summary>Waits while the server is behind.</summary>
    /// <exception cref="ChannelClosedException">The server takes no more.</exception>
    public ValueTask AddAsync(Socket connection, CancellationToken cancel) => _accepted.Writer.WriteAsync(connection, cancel);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return new(this);
    }

    /// <returns>Null when there will be no more.</returns>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _accepted.Reader.WaitToReadAsync(cancellationToken) && _accepted.Reader.TryRead(out var connection) ? _contexts.Create(connection) : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _accepted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _accepted.Writer.TryComplete();
        while (_accepted.Reader.TryRead(out var left)) left.Dispose();
        _contexts.Dispose();
        return ValueTask.CompletedTask;
    }
}
