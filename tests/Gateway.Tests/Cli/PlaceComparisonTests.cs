using Gateway.Cli;
using Gateway.Core.Site;
using Gateway.Hosting;
using Gateway.Testing;

namespace Gateway.Tests.Cli;

public class PlaceComparisonTests
{
    [Fact]
    public async Task A_port_is_the_same_under_its_stable_name_and_another_under_a_name_that_differs_by_case()
    {
        using var folder = new TemporaryFolder();
        string port = folder.Write("ttyUSB0", "");
        File.CreateSymbolicLink(folder["by-path"], port);
        var bus = Bus(BusTransport.Serial, port);
        Assert.True(PlaceComparison.AreWrittenSame(Place(BusTransport.Serial, folder["by-path"]), bus));
        Assert.True(await PlaceComparison.AreSameAsync(Place(BusTransport.Serial, folder["by-path"]), bus, CancellationToken.None));
        Assert.False(await PlaceComparison.AreSameAsync(Place(BusTransport.Serial, folder["TTYusb0"]), bus, CancellationToken.None));
    }

    [Theory]
    [InlineData("PLC-3.example", 502, "plc-3.EXAMPLE", 502, true, true)]
    [InlineData("localhost", 502, "127.0.0.1", 502, false, true)]
    [InlineData("localhost", 502, "127.0.0.1", 503, false, false)]
    [InlineData("127.0.0.1", 502, "127.0.0.2", 502, false, false)]
    public async Task An_endpoint_is_the_same_by_its_name_or_else_by_where_the_name_leads(
        string host, int port, string otherHost, int otherPort, bool asWritten, bool asResolved)
    {
        var (place, bus) = (Place(BusTransport.Tcp, host, port), Bus(BusTransport.Tcp, otherHost, otherPort));
        Assert.Equal(asWritten, PlaceComparison.AreWrittenSame(place, bus));
        Assert.Equal(asResolved, await PlaceComparison.AreSameAsync(place, bus, CancellationToken.None));
    }

    [Fact]
    public void The_same_address_over_another_transport_is_another_place() =>
        Assert.False(PlaceComparison.AreWrittenSame(Place(BusTransport.Udp, "127.0.0.1", 502), Bus(BusTransport.Tcp, "127.0.0.1", 502)));

    private static BusPlace Place(BusTransport transport, string address, int port = 0) => new("line", transport, address, port);

    private static BusModel Bus(BusTransport transport, string address, int port = 0) =>
        new() { Number = 0, Name = "line", Transport = transport, Framing = BusFraming.Rtu, Address = address, Port = port, Display = address };
}
