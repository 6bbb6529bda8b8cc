namespace Gateway.Testing;

/// <summary>The ports of 127.0.0.1 a broker listens on; null where the options ask for no such listener.</summary>
public sealed record MosquittoPorts(int Plain, int? Tls, int? WebSocket, int? WebSocketTls)
{
    internal static MosquittoPorts For(MosquittoOptions options)
    {
        bool tls = options.ServerCertificate is not null;
        return new(
            FreePort.Next(),
            tls ? FreePort.Next() : null,
            options.WebSockets ? FreePort.Next() : null,
            tls && options.WebSockets ? FreePort.Next() : null);
    }
}
