using System.Net;
using System.Net.Sockets;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Fieldbus.Tests.Modbus.Peers;

namespace Gateway.Fieldbus.Tests.Modbus.Client;

internal static class Contracts
{
    public static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    /// <summary>The line need not be watched for silence, since the clock of these tests stands still.</summary>
    public static readonly ModbusSerialSettings NoWaiting = new() { QuietTime = TimeSpan.Zero, TurnaroundDelay = TimeSpan.Zero };

    public static (IModbusClient, Task) Tcp(
        ModbusFraming framing, Func<SocketTransport, IModbusClient> client, IModbusServerStore store, CancellationToken stop)
    {
        var server = new ModbusTcpServer(AnyPort, framing, store, TimeProvider.System);
        server.Open();
        return (client(new SocketTransport(server.LocalEndPoint)), server.RunAsync(stop));
    }

    public static (IModbusClient, Task) Udp(int inFlight, IModbusServerStore store, TimeProvider clock, CancellationToken stop)
    {
        var server = new ModbusUdpServer(AnyPort, store, TimeProvider.System);
        server.Open();
        var settings = new ModbusTcpSettings { MaximumInFlight = inFlight };
        return (ModbusClients.Udp(new SocketTransport(server.LocalEndPoint, ProtocolType.Udp), settings, clock), server.RunAsync(stop));
    }

    public static (IModbusClient, Task) Line(
        ModbusFraming framing, Func<PipeTransport, IModbusClient> client, IModbusServerStore store, CancellationToken stop)
    {
        var (near, far) = PipeTransport.Pair();
        return (client(near), new ModbusSerialServer(far, framing, store, TimeProvider.System).RunAsync(stop));
    }
}
