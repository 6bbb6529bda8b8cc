using System.Net;
using Gateway.Fieldbus.Serial;
using Gateway.Fieldbus.Transports;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Transports;

public class ConnectionHoldersTests
{
    private const string Heading = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    [Theory]
    [InlineData("127.0.0.1", 5020, true)]
    [InlineData("127.0.0.1", 5021, false)]
    [InlineData("127.0.0.2", 5020, false)]
    [InlineData("192.0.2.20", 502, true)]
    [InlineData("::1", 5020, true)]
    public void Programs_that_are_connected_to_the_endpoint_are_named(string address, int port, bool isHeld)
    {
        using var root = new TemporaryFolder();
        // One that listens, one that is connected, and one that is connected by a socket for both versions of IP, as .NET has them.
        root.Write("proc/net/tcp", Heading
            + "   0: 00000000:139C 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 70 1 0000000000000000 100 0 0 10 0\n"
            + "   1: 0100007F:A210 0100007F:139C 01 00000000:00000000 00:00000000 00000000  1000        0 71 1 0000000000000000 20 4 30 10 -1\n"
            + "   2: 0100007F:A211 0100007F:139D 06 00000000:00000000 03:000013B6 00000000     0        0 0 3 0000000000000000\n");
        root.Write("proc/net/tcp6", Heading
            + "   0: 0000000000000000FFFF0000640200C0:A212 0000000000000000FFFF0000140200C0:01F6 01 00000000:00000000 00:00000000 00000000  1000  0 72 1\n"
            + "   1: 00000000000000000000000001000000:A213 00000000000000000000000001000000:139C 01 00000000:00000000 00:00000000 00000000  1000  0 73 1\n");
        root.Write("proc/41/comm", "envgw\n");
        Directory.CreateDirectory(root["proc/41/fd"]);
        foreach (int socket in new[] { 71, 72, 73 }) File.CreateSymbolicLink(root[$"proc/41/fd/{socket}"], $"socket:[{socket}]");
        root.Write("proc/42/comm", "server\n");
        Directory.CreateDirectory(root["proc/42/fd"]);
        File.CreateSymbolicLink(root["proc/42/fd/3"], "socket:[70]");
        PortHolder[] expected = isHeld ? [new PortHolder(41, "envgw")] : [];
        Assert.Equal(expected, new ConnectionHolders(root.Path).Of(IPAddress.Parse(address), port));
    }

    [Fact]
    public void Where_nothing_can_be_seen_nobody_is_named() =>
        Assert.Empty(new ConnectionHolders("/nowhere").Of(IPAddress.Loopback, 502));
}
