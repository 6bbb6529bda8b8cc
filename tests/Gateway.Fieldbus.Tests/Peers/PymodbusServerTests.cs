using System.Net;
using System.Net.Sockets;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Peers;

public class PymodbusServerTests
{
    // Function 03, unit 1, two holding registers from 0x006B.
    private const string Request = "0001 0000 0006 01 03 006B 0002";

    [Fact]
    public async Task Registers_set_from_outside_are_read_over_tcp_and_requests_are_counted()
    {
        await using var server = await PymodbusServer.StartTcpAsync([new(1), new(2)]);
        await server.SetAsync(1, PymodbusTable.HoldingRegisters, 0x6B, 0x022B, 0x0064);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        Assert.Equal(Bytes("0001 0000 0007 01 03 04 022B 0064"), await AskAsync(client.GetStream(), Request, 13));
        Assert.Equal(1, await server.CountRequestsAsync(1));
        Assert.Equal(1, await server.CountRequestsAsync(1, functionCode: 3));
        Assert.Equal(0, await server.CountRequestsAsync(1, functionCode: 4));
        Assert.Equal(0, await server.CountRequestsAsync(2));
    }

    [Fact]
    public async Task Coils_written_over_tcp_are_seen_from_outside()
    {
        await using var server = await PymodbusServer.StartTcpAsync([new(1)]);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        await AskAsync(client.GetStream(), "0001 0000 0006 01 05 00AC FF00", 12);
        Assert.Equal([1, 0], await server.GetAsync(1, PymodbusTable.Coils, 0xAC, 2));
    }

    [Fact]
    public async Task A_strict_unit_refuses_addresses_that_were_not_set()
    {
        await using var server = await PymodbusServer.StartTcpAsync([new(1, Strict: true)]);
        await server.SetAsync(1, PymodbusTable.HoldingRegisters, 0x6B, 1);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        Assert.Equal(Bytes("0001 0000 0003 01 83 02"), await AskAsync(client.GetStream(), Request, 9));
    }

    [Fact]
    public async Task It_serves_udp()
    {
        await using var server = await PymodbusServer.StartUdpAsync([new(1)]);
        using var client = new UdpClient();
        client.Connect(IPAddress.Loopback, server.Port);
        await client.SendAsync(Bytes(Request));
        using var deadline = new CancellationTokenSource(Patience.Limit);
        Assert.Equal(Bytes("0001 0000 0007 01 03 04 0000 0000"), (await client.ReceiveAsync(deadline.Token)).Buffer);
    }

    [Fact]
    public async Task It_serves_rtu_on_a_serial_port()
    {
        await using var cable = await SocatPtyPair.StartAsync();
        await using var server = await PymodbusServer.StartSerialAsync(cable.B, [new(1)]);
        await server.SetAsync(1, PymodbusTable.HoldingRegisters, 0x6B, 0x022B, 0x0064);
        await using var port = new FileStream(cable.A, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        // The check sums were computed with an independent program.
        Assert.Equal(Bytes("01 03 04 022B 0064 8A68"), await AskAsync(port, "01 03 006B 0002 B5D7", 9));
        Assert.Equal(1, await server.CountRequestsAsync(1));
    }

    [Fact]
    public async Task A_mistake_in_the_test_is_told()
    {
        await using var server = await PymodbusServer.StartTcpAsync([new(1)]);
        var mistake = await Assert.ThrowsAsync<InvalidOperationException>(() => server.SetAsync(9, PymodbusTable.Coils, 0, 1));
        Assert.Contains("\"unit\":9", mistake.Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> AskAsync(Stream stream, string request, int answerLength)
    {
        using var deadline = new CancellationTokenSource(Patience.Limit);
        await stream.WriteAsync(Bytes(request), deadline.Token);
        byte[] answer = new byte[answerLength];
        await stream.ReadExactlyAsync(answer, deadline.Token);
        return answer;
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
