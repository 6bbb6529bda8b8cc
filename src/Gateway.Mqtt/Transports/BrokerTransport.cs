using System.Net.Security;
using System.Net.Sockets;

namespace Gateway.Mqtt.Transports;

/// <summary>An open way to the broker: a socket, plain or with TLS on it.</summary>
internal sealed class BrokerTransport(Socket socket, Stream stream) : IDisposable
{
    public Stream Stream => stream;

    public bool IsSecure => stream is SslStream;

    /// <summary>Says that we shall write no more. The broker's last words can still be read.</summary>
    /// <remarks>Closing at once would not do: with unread bytes left the kernel answers with a reset, and our DISCONNECT may die with it.</remarks>
    public async ValueTask FinishWritingAsync()
    {
        if (stream is SslStream secure) await secure.ShutdownAsync();
        socket.Shutdown(SocketShutdown.Send);
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
