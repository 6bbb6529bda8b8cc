using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Gateway.Mqtt.Transports;

/// <summary>Asks the server at the other end of a connection to speak MQTT over WebSocket (RFC 6455, section 4; MQTT 5, section 6).</summary>
internal static class WebSocketHandshake
{
    private const string Subprotocol = "mqtt";   // [MQTT-6.0.0-3]

    /// <summary>The address that the request names.</summary>
    /// <param name="path">Absolute path, with a query if any.</param>
    public static Uri AddressOf(string host, int port, string path, bool isSecure) =>
        new(new UriBuilder(isSecure ? Uri.UriSchemeWss : Uri.UriSchemeWs, host, port).Uri, path);

    /// <param name="below">TCP, or TLS on it; taken over, and closed when this fails.</param>
    /// <returns>The stream of the binary frames; or why there is none, and whether TLS is the reason.</returns>
    public static async ValueTask<(BinaryFrameStream? Stream, string? Fault, bool ByTls)> RunAsync(Stream below, Uri address, CancellationToken cancel)
    {
        var connection = new HttpMessageInvoker(HandlerOver(below));
        var webSocket = new ClientWebSocket();
        webSocket.Options.AddSubProtocol(Subprotocol);
        webSocket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;   // MQTT pings by itself
        webSocket.Options.CollectHttpResponseDetails = true;
        bool isOpen = false;
        try
        {
            await webSocket.ConnectAsync(address, connection, cancel);
            if (webSocket.SubProtocol != Subprotocol)
                return (null, $"the server does not offer the subprotocol '{Subprotocol}' at {address.PathAndQuery}", false);
            isOpen = true;
            return (new BinaryFrameStream(webSocket, connection), null, false);
        }
        catch (WebSocketException e)
        {
            return (null, FaultOf(webSocket.HttpStatusCode, address, e), IsOfTls(e));
        }
        finally
        {
            if (!isOpen)
            {
                webSocket.Dispose();
                connection.Dispose();
            }
        }
    }

    // The socket is ours, and so is TLS: who answers was checked before.
    private static SocketsHttpHandler HandlerOver(Stream below) => new()
    {
        ConnectCallback = (_, _) => ValueTask.FromResult(below),
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    };

    private static string FaultOf(HttpStatusCode status, Uri address, Exception e) => status is 0 or HttpStatusCode.SwitchingProtocols
        ? $"the WebSocket handshake failed: {TlsHandshake.Innermost(e)}"
        : $"the server answered the WebSocket handshake at {address.PathAndQuery} with HTTP {(int)status}";

    // A broker that dislikes our certificate says so after its side of the TLS 1.3 handshake, hence here: OpenSSL's error in an error of reading.
    private static bool IsOfTls(Exception e)
    {
        for (var at = e; at is not null; at = at.InnerException)
            if (at is IOException and not HttpIOException && at.InnerException is not (null or SocketException or IOException)) return true;
        return false;
    }
}
