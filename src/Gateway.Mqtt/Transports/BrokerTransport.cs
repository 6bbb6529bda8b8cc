using System.Net.Security;
using System.Net.Sockets;

namespace Gateway.Mqtt.Transports;

/// <summary>An open way to the broker: a socket, plain or with TLS on it, and perhaps a WebSocket on that.</summary>
/// <param name="stream">The uppermost, through which MQTT goes; closes those below it.</param>
/// <param name="isSecure">Whether there is TLS.</param>
internal sealed class BrokerTransport(Socket socket, Stream stream, bool isSecure) : IDisposable
{
    public Stream Stream => stream;

    public bool IsSecure => isSecure;

    /// <summary>Says that we shall write no more. The broker's last words can still be read.</summary>
    /// <remarks>Closing at once would not do: with unread bytes left the kernel answers with a reset, and our DISCONNECT may die with it.</remarks>
    public async ValueTask FinishWritingAsync(CancellationToken cancel)
    {
        if (stream is BinaryFrameStream frames)
        {
            await frames.FinishWritingAsync(cancel);   // RFC 6455, section 7.1.1: then it is the server who closes
            return;
        }
        if (stream is SslStream secure) await ShutdownAsync(secure, cancel);
        else socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Says close_notify (RFC 8446, section 6.1). The framework takes no token for it, so what ends the waiting for a broker that does not read is the
    /// end of the socket.</summary>
    private async ValueTask ShutdownAsync(SslStream secure, CancellationToken cancel)
    {
        await using var cut = cancel.Register(Abort);
        try
        {
            await secure.ShutdownAsync();
            // The socket may have been cut by now although close_notify was said.
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception end) when (cancel.IsCancellationRequested && end is IOException or ObjectDisposedException or SocketException)
        {
            throw new OperationCanceledException("The connection ended before the broker had read everything.", end, cancel);
        }
    }

    /// <summary>Closes at once and throws away what is still to be sent, so that the broker is not left with half a connection.</summary>
    public void Abort()
    {
        if (!socket.SafeHandle.IsClosed) socket.LingerState = new LingerOption(true, 0);
        Dispose();
    }

    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }
}
