using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;

namespace Gateway.Fieldbus.Tests.Modbus.Client;

public sealed class AsciiOverTcpClientTests : ModbusClientContract
{
    protected override (IModbusClient Client, Task Serving) Connect(IModbusServerStore store, TimeProvider clientClock, CancellationToken stop) =>
        Contracts.Tcp(ModbusFraming.Ascii, transport => ModbusClients.Ascii(transport, Contracts.NoWaiting, clientClock), store, stop);
}
