using System.Globalization;
using System.Net;

namespace Gateway.Fieldbus.Tests.Modbus.Peers;

/// <summary>A server of the pymodbus library, with unit 17 and its registers: holding i = 1000 + i, input i = 2000 + i, every third coil and input set.</summary>
internal sealed class PymodbusServer(PeerProgram program, IPEndPoint endPoint) : IAsyncDisposable
{
    public const string Python = "/usr/bin/python3";

    private const string Script =
        """
        import asyncio, sys
        from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
        from pymodbus.device import ModbusDeviceIdentification
        from pymodbus.server.async_io import ModbusTcpServer, ModbusUdpServer
        from pymodbus.transaction import ModbusAsciiFramer, ModbusRtuFramer, ModbusSocketFramer

        async def main(kind, framing):
            bits = [i % 3 == 0 for i in range(2100)]
            unit = ModbusSlaveContext(
                co=ModbusSequentialDataBlock(0, list(bits)), di=ModbusSequentialDataBlock(0, list(bits)),
                hr=ModbusSequentialDataBlock(0, [1000 + i for i in range(300)]), ir=ModbusSequentialDataBlock(0, [2000 + i for i in range(300)]),
                zero_mode=True)
            identity = ModbusDeviceIdentification(info_name={'VendorName': 'Acme', 'ProductCode': 'PH', 'MajorMinorRevision': '1.4'})
            framer = {'socket': ModbusSocketFramer, 'rtu': ModbusRtuFramer, 'ascii': ModbusAsciiFramer}[framing]
            make = ModbusTcpServer if kind == 'tcp' else ModbusUdpServer
            server = make(ModbusServerContext(slaves={17: unit}, single=False), framer=framer, identity=identity, address=('127.0.0.1', 0))
            serving = asyncio.ensure_future(server.serve_forever())
            await server.serving
            address = server.server.sockets[0].getsockname() if kind == 'tcp' else server.protocol.get_extra_info('sockname')
            print(address[1], flush=True)
            await serving

        asyncio.run(main(*sys.argv[1:]))
        """;

    public IPEndPoint EndPoint => endPoint;

    public static async Task<PymodbusServer> StartAsync(string kind, string framing)
    {
        var (exitCode, _) = await PeerProgram.RunAsync(Python, "-c", "import pymodbus.server.async_io");
        Assert.SkipUnless(exitCode == 0, "python3-pymodbus is not installed");
        var program = PeerProgram.Start(Python, "-c", Script, kind, framing);
        string? port = await program.Output.ReadLineAsync().Soon();
        return new PymodbusServer(program, new IPEndPoint(IPAddress.Loopback, int.Parse(port!, CultureInfo.InvariantCulture)));
    }

    public ValueTask DisposeAsync() => program.DisposeAsync();
}
