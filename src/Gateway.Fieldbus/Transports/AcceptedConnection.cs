using System.Net.Sockets;

namespace Gateway.Fieldbus.Transports;

/// <summary>The server's end of a TCP connection. It was opened by its client and cannot be opened again.</summary>
internal sealed class AcceptedConnection(Socket socket) : ITransport
{
    public string Name => $"tcp://{socket.RemoteEndPoint}";

    public bool IsOpen => socket.Connected;

    public ValueTask OpenAsync(CancellationToken cancel) => ValueTask.CompletedTask;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, SocketFlags.None, cancel).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancel).ConfigureAwait(false)..];
        }
        catch (SocketException gone)
        {
            throw new TransportException(TransportFault.PeerGone, gone.Message, gone);
        }
    }

    /// <summary>A server has no question whose answer could be late.</summary>
    public bool DiscardInput() => false;

    public ValueTask CloseAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => CloseAsync();
}
