using System.Net;
using System.Net.Sockets;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Fieldbus.Tests.Modbus.Peers;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Modbus.Server;

public sealed class ModbusServerTests : IAsyncDisposable
{
    private readonly TestClock _clock = new();
    private readonly ModbusMemoryStore _store = new() { ForUnknownUnits = ModbusReply.Refused(ModbusExceptionCode.GatewayTargetDeviceFailedToRespond) };
    private readonly CancellationTokenSource _stop = new();
    private readonly ScriptedTransport _line = new();
    private Task _serving = Task.CompletedTask;

    public ModbusServerTests() => _store.Unit(1).Set(ModbusTable.HoldingRegisters, 0, [0x1111, 0x2222, 0x3333]);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.Soon();
        _stop.Dispose();
        await _line.DisposeAsync();
    }

    [Fact]
    public async Task Requests_in_one_segment_are_answered_in_order_and_in_one_piece()
    {
        Serve(ModbusFraming.Mbap);
        _line.Give(Hex.Bytes("00 01 00 00 00 06 01 03 00 00 00 01  00 02 00 00 00 06 01 03 00 02 00 01  00 03 00 00 00 06 09 03 00 00 00 01"));
        Assert.Equal(
            Hex.Bytes("00 01 00 00 00 05 01 03 02 11 11  00 02 00 00 00 05 01 03 02 33 33  00 03 00 00 00 03 09 83 0B"), await _line.SentAsync());
    }

    [Fact]
    public async Task A_request_in_many_segments_is_answered_once()
    {
        Serve(ModbusFraming.Mbap);
        foreach (byte b in Hex.Bytes("00 01 00 00 00 06 01 03 00 00 00 01")) _line.Give(b);
        Assert.Equal(Hex.Bytes("00 01 00 00 00 05 01 03 02 11 11"), await _line.SentAsync());
        await _line.DrainedAsync();
        Assert.False(_line.HasSent);
    }

    [Fact]
    public async Task Garbage_ends_a_connection()
    {
        Serve(ModbusFraming.Mbap);
        _line.Give(Hex.Bytes("47 45 54 20 2F 20 48 54 54 50"));
        await _serving.Soon();
        Assert.False(_line.HasSent);
    }

    [Theory]
    [InlineData("01 07", "01 87 01")]
    [InlineData("01 63 12 34 56", "01 E3 01")]
    [InlineData("01 03 00 00 00 7E", "01 83 03")]
    [InlineData("01 03 FF FF 00 02", "01 83 02")]
    public async Task An_rtu_server_refuses_what_it_cannot_do(string request, string response)
    {
        Serve(ModbusFraming.Rtu);
        _line.Give(WithCrc(request));
        Assert.Equal(WithCrc(response), await _line.SentAsync());
    }

    [Fact]
    public async Task An_rtu_server_finds_a_request_behind_noise()
    {
        Serve(ModbusFraming.Rtu);
        _line.Give([0x00, 0xFF, 0x55, .. WithCrc("01 03 00 00 00 01")]);
        Assert.Equal(WithCrc("01 03 02 11 11"), await _line.SentAsync());
    }

    [Fact]
    public async Task Noise_that_looks_like_a_long_request_is_forgotten_after_a_silence()
    {
        Serve(ModbusFraming.Rtu);
        _line.Give(Hex.Bytes("01 10 00 00 00 7B F6"));
        await _line.DrainedAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _line.DrainedAsync();
        _line.Give(WithCrc("01 03 00 00 00 01"));
        Assert.Equal(WithCrc("01 03 02 11 11"), await _line.SentAsync());
    }

    [Fact]
    public async Task A_broadcast_is_carried_out_by_every_unit_and_answered_by_none()
    {
        _store.Unit(2);
        Serve(ModbusFraming.Rtu);
        _line.Give([.. WithCrc("00 06 00 00 AB CD"), .. WithCrc("02 03 00 00 00 01")]);
        Assert.Equal(WithCrc("02 03 02 AB CD"), await _line.SentAsync());
        Assert.Equal(0xABCD, _store.Unit(1)[ModbusTable.HoldingRegisters, 0]);
    }

    [Fact]
    public async Task A_delayed_answer_comes_when_its_time_has_come_and_those_before_it_at_once()
    {
        _store.Unit(2).Delay = TimeSpan.FromSeconds(5);
        Serve(ModbusFraming.Mbap);
        _line.Give(Hex.Bytes("00 01 00 00 00 06 01 03 00 00 00 01  00 02 00 00 00 06 02 03 00 00 00 01  00 03 00 00 00 06 01 03 00 00 00 01"));
        Assert.Equal(Hex.Bytes("00 01 00 00 00 05 01 03 02 11 11"), await _line.SentAsync());
        while (_clock.ArmedTimers == 0) await Task.Yield();
        Assert.False(_line.HasSent);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Hex.Bytes("00 02 00 00 00 05 02 03 02 00 00  00 03 00 00 00 05 01 03 02 11 11"), await _line.SentAsync());
    }

    [Fact]
    public async Task More_requests_than_fit_in_one_piece_are_all_answered()
    {
        Serve(ModbusFraming.Mbap);
        byte[] request = Hex.Bytes("00 01 00 00 00 06 01 03 00 00 00 7D");
        _line.Give([.. Enumerable.Repeat(request, 20).SelectMany(b => b)]);
        int received = 0;
        while (received < 20 * 259) received += (await _line.SentAsync()).Length;
        Assert.Equal(20 * 259, received);
    }

    [Fact]
    public async Task A_stopped_tcp_server_closes_its_connections_and_its_port()
    {
        var server = new ModbusTcpServer(new IPEndPoint(IPAddress.Loopback, 0), ModbusFraming.Mbap, _store, TimeProvider.System);
        server.Open();
        var endPoint = server.LocalEndPoint;
        _serving = server.RunAsync(_stop.Token);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint);
        await socket.SendAsync(Hex.Bytes("00 01 00 00 00 06 01 03 00 00 00 01"));
        var received = new byte[300];
        Assert.Equal(11, await socket.ReceiveAsync(received).Soon());

        await _stop.CancelAsync();
        await _serving.Soon();
        Assert.Equal(0, await socket.ReceiveAsync(received).Soon());
        using var another = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(() => another.ConnectAsync(endPoint));
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_closed_and_the_others_served()
    {
        var server = new ModbusTcpServer(new IPEndPoint(IPAddress.Loopback, 0), ModbusFraming.Mbap, _store, TimeProvider.System);
        server.Open();
        _serving = server.RunAsync(_stop.Token);
        var sockets = new List<Socket>();
        for (int i = 0; i <= ModbusTcpServer.MaximumConnections; i++)
        {
            sockets.Add(new Socket(SocketType.Stream, ProtocolType.Tcp));
            await sockets[i].ConnectAsync(server.LocalEndPoint);
        }
        Assert.Equal(0, await sockets[^1].ReceiveAsync(new byte[10]).Soon());
        await sockets[0].SendAsync(Hex.Bytes("00 01 00 00 00 06 01 03 00 00 00 01"));
        Assert.Equal(11, await sockets[0].ReceiveAsync(new byte[300]).Soon());
        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_udp_server_drops_what_is_no_request_and_answers_the_next()
    {
        var server = new ModbusUdpServer(new IPEndPoint(IPAddress.Loopback, 0), _store, TimeProvider.System);
        server.Open();
        _serving = server.RunAsync(_stop.Token);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server.LocalEndPoint);
        await socket.SendAsync(Hex.Bytes("DE AD BE EF DE AD BE EF"));
        await socket.SendAsync(Hex.Bytes("00 01 00 00"));
        await socket.SendAsync(Hex.Bytes("00 07 00 00 00 06 01 03 00 00 00 01"));
        var received = new byte[300];
        int length = await socket.ReceiveAsync(received).Soon();
        Assert.Equal(Hex.Bytes("00 07 00 00 00 05 01 03 02 11 11"), received[..length]);
    }

    private void Serve(ModbusFraming framing) => _serving = new ModbusSerialServer(_line, framing, _store, _clock).RunAsync(_stop.Token);

    private static byte[] WithCrc(string frame) => [.. Hex.Bytes(frame), .. BitConverter.GetBytes(Crc16.Of(Hex.Bytes(frame)))];
}
