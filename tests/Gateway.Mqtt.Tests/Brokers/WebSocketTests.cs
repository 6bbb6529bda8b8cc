using System.Net.WebSockets;
using Gateway.Mqtt.Packets;
using Gateway.Mqtt.Tests.Packets;

namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>MQTT in a WebSocket, frame by frame (MQTT 5, section 6).</summary>
public sealed class WebSocketTests : IAsyncDisposable
{
    private const string ConnAck = "2003000000";

    private readonly WebSocketServer _server = new();
    private readonly TestClock _clock = new();
    private readonly MqttSession _session;

    public WebSocketTests() => _session = new MqttSession(
        new MqttSessionOptions { Host = "127.0.0.1", Port = _server.Port, ClientIdentifier = "gw", WebSocketPath = "/broker/mqtt?v=5" }, _clock);

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task The_handshake_names_the_path_and_the_subprotocol_and_nothing_of_the_machine()
    {
        var connecting = _session.ConnectAsync(default).AsTask();
        var request = await _server.ReadRequestAsync();
        await _server.AnswerAsync("HTTP/1.1 404 Not Found", "Content-Length: 0");
        await connecting.WaitAsync(Patience.Limit);

        Assert.Equal("GET /broker/mqtt?v=5 HTTP/1.1", request[0]);
        Assert.Equal(
            ["Connection", "Host", "Sec-WebSocket-Key", "Sec-WebSocket-Protocol", "Sec-WebSocket-Version", "Upgrade"],
            request.Skip(1).Select(l => l.Split(':')[0]).Order(StringComparer.Ordinal));
        Assert.Contains($"Host: 127.0.0.1:{_server.Port}", request);
        Assert.Contains("Sec-WebSocket-Protocol: mqtt", request);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found", "HTTP 404")]
    [InlineData("HTTP/1.1 301 Moved Permanently", "HTTP 301")]
    [InlineData("HTTP/1.1 403 Forbidden", "HTTP 403")]
    [InlineData("HTTP/1.1 200 OK", "HTTP 200")]
    [InlineData("220 mail.example ESMTP", "handshake failed")]
    public async Task A_server_that_does_not_switch_is_a_protocol_error_with_its_status(string answer, string said)
    {
        var connecting = _session.ConnectAsync(default).AsTask();
        await _server.ReadRequestAsync();
        await _server.AnswerAsync(answer, "Location: http://127.0.0.1:1/", "Content-Length: 0");
        var result = await connecting.WaitAsync(Patience.Limit);

        Assert.Equal(MqttConnectOutcome.ProtocolError, result.Outcome);
        Assert.Contains(said, result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_the_subprotocol_is_a_protocol_error()
    {
        var connecting = _session.ConnectAsync(default).AsTask();
        using var server = await _server.AcceptAsync(subprotocol: null);
        var result = await connecting.WaitAsync(Patience.Limit);

        Assert.Equal(MqttConnectOutcome.ProtocolError, result.Outcome);
        Assert.Contains("subprotocol 'mqtt'", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handshake_that_stalls_is_given_up_after_ten_seconds()
    {
        var connecting = _session.ConnectAsync(default).AsTask();
        await _server.ReadRequestAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));
        var result = await connecting.WaitAsync(Patience.Limit);

        Assert.Equal(MqttConnectOutcome.ProtocolError, result.Outcome);
        Assert.Contains("no WebSocket handshake within 10 s", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packets_across_frames_and_several_in_one_frame_are_understood()
    {
        using var server = await ConnectAsync();
        Task<MqttPublishResult>[] publishing = [.. Enumerable.Range(0, 3).Select(i => Publish())];
        var received = new List<byte>();
        while (received.Count < 3 * 9) received.AddRange(await ReceiveAsync(server));
        Assert.Equal(string.Concat(Enumerable.Range(1, 3).Select(i => $"3207000174{i:X4}0030")), Convert.ToHexString([.. received]));

        // Three acknowledgements: byte by byte with empty frames between, then two in one frame.
        foreach (byte single in Encoded.Bytes("40020001"))
        {
            await SendAsync(server, [single]);
            await SendAsync(server, []);
        }
        Assert.Equal(MqttReasonCode.Success, (await publishing[0]).Reason);
        await SendAsync(server, Encoded.Bytes("4002000240020003"));
        await Task.WhenAll(publishing);
    }

    [Fact]
    public async Task A_text_frame_ends_the_connection()
    {
        using var server = await ConnectAsync();
        await server.SendAsync("D000"u8.ToArray(), WebSocketMessageType.Text, true, default);
        var end = await _session.Ended.WaitAsync(Patience.Limit);
        Assert.Equal(MqttEndCause.NetworkFailed, end.Cause);
        Assert.Contains("text frame", end.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disconnecting_sends_DISCONNECT_and_then_closes_in_order()
    {
        using var server = await ConnectAsync();
        var disconnecting = _session.DisconnectAsync(default).AsTask();
        Assert.Equal("E000", Convert.ToHexString(await ReceiveAsync(server)));
        Assert.Empty(await ReceiveAsync(server));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, server.CloseStatus);
        await server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await disconnecting.WaitAsync(Patience.Limit);
        Assert.Equal(MqttEndCause.Disconnected, (await _session.Ended).Cause);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_closes_with_or_without_a_closing_handshake_has_closed(bool inOrder)
    {
        using var server = await ConnectAsync();
        if (inOrder) await server.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "restart", default);
        else _server.Dispose();
        Assert.Equal(MqttEndCause.BrokerClosed, (await _session.Ended.WaitAsync(Patience.Limit)).Cause);
    }

    [Fact]
    public async Task A_server_that_does_not_close_after_us_is_waited_for_two_seconds()
    {
        using var server = await ConnectAsync();
        var disconnecting = _session.DisconnectAsync(default).AsTask();
        await ReceiveAsync(server);
        Assert.Empty(await ReceiveAsync(server));
        _clock.Advance(TimeSpan.FromSeconds(3));
        await disconnecting.WaitAsync(Patience.Limit);
    }

    private async Task<WebSocket> ConnectAsync()
    {
        var connecting = _session.ConnectAsync(default).AsTask();
        var server = await _server.AcceptAsync();
        Assert.True(ConnectPacket.TryRead(Encoded.Frame(await ReceiveAsync(server)), out _, out _, out _));
        await SendAsync(server, Encoded.Bytes(ConnAck));
        Assert.Equal(MqttConnectOutcome.Connected, (await connecting.WaitAsync(Patience.Limit)).Outcome);
        return server;
    }

    private Task<MqttPublishResult> Publish() => _session.PublishAsync(FakeBrokerFixture.Message(), default).AsTask().WaitAsync(Patience.Limit);

    private static Task SendAsync(WebSocket server, byte[] bytes) => server.SendAsync(bytes, WebSocketMessageType.Binary, true, default);

    /// <summary>The next message; empty when the client has closed.</summary>
    private static async Task<byte[]> ReceiveAsync(WebSocket server)
    {
        using var deadline = new CancellationTokenSource(Patience.Limit);
        byte[] buffer = new byte[4096];
        var frame = await server.ReceiveAsync(buffer.AsMemory(), deadline.Token);
        Assert.True(frame.EndOfMessage);
        return buffer[..frame.Count];
    }
}
