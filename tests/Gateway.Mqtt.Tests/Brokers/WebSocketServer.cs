using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>The server's end of one WebSocket connection, which answers the handshake as a test tells it.</summary>
internal sealed class WebSocketServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private NetworkStream? _stream;

    public WebSocketServer() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The lines of the client's request.</summary>
    public async Task<IReadOnlyList<string>> ReadRequestAsync()
    {
        using var deadline = new CancellationTokenSource(Patience.Limit);
        _stream = new NetworkStream(await _listener.AcceptSocketAsync(deadline.Token), ownsSocket: true);
        var request = new StringBuilder();
        byte[] single = new byte[1];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(single, deadline.Token);
            request.Append((char)single[0]);
        }
        return request.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    public async Task AnswerAsync(params string[] lines) => await _stream!.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"));

    /// <summary>Accepts the handshake (RFC 6455, section 4.2.2).</summary>
    public async Task<WebSocket> AcceptAsync(string? subprotocol = "mqtt")
    {
        var request = await ReadRequestAsync();
        string key = request.First(l => l.StartsWith("Sec-WebSocket-Key: ", StringComparison.Ordinal))[19..];
#pragma warning disable CA5350 // the protocol wants this hash; nothing is protected by it
        string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        string[] chosen = subprotocol is null ? [] : [$"Sec-WebSocket-Protocol: {subprotocol}"];
        await AnswerAsync(["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade", $"Sec-WebSocket-Accept: {accept}", .. chosen]);
        return WebSocket.CreateFromStream(_stream!, new WebSocketCreationOptions { IsServer = true, SubProtocol = subprotocol });
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _listener.Dispose();
    }
}
