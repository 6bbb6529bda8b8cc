using System.Net;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;

namespace Gateway.Benchmarks;

/// <summary>
/// Many Modbus TCP devices in one process of their own, so that their cost is not counted as the gateway's. Prints a port a line, then serves until killed.
/// </summary>
internal static class FleetServer
{
    public static async Task RunAsync(int devices, int registers)
    {
        var servers = Enumerable.Range(0, devices).Select(_ => Open(registers)).ToList();
        foreach (var server in servers) Console.WriteLine(server.LocalEndPoint.Port);
        await Task.WhenAll(servers.Select(server => server.RunAsync(CancellationToken.None)));
    }

    private static ModbusTcpServer Open(int registers)
    {
        var server = new ModbusTcpServer(new IPEndPoint(IPAddress.Loopback, 0), ModbusFraming.Mbap, new Ramp(registers), TimeProvider.System);
        server.Open();
        return server;
    }

    /// <summary>Registers that move a little from answer to answer, as a plant's do.</summary>
    private sealed class Ramp(int registers) : IModbusServerStore
    {
        private uint _answers;

        public ModbusReply Answer(byte unit, in ModbusRequest request, Span<byte> data)
        {
            if (request.Address + request.Quantity > registers) return ModbusReply.Refused(ModbusExceptionCode.IllegalDataAddress);
            uint now = _answers++ >> 3;
            for (int i = 0; i < request.Quantity; i++)
            {
                uint value = (uint)(1000 + ((request.Address + i) * 7)) + ((now + (uint)i) & 15);
                data[2 * i] = (byte)(value >> 8);
                data[(2 * i) + 1] = (byte)value;
            }
            return ModbusReply.Data(2 * request.Quantity);
        }
    }
}
