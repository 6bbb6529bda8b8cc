using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;

namespace Gateway.Fieldbus.Tests.Modbus.Client;

public sealed class AsciiLineClientTests : ModbusClientContract
{
    protected override (IModbusClient Client, Task Serving) Connect(IModbusServerStore store, TimeProvider clientClock, CancellationToken stop) =>
        Contracts.Line(ModbusFraming.Ascii, transport => ModbusClients.Ascii(transport, Contracts.NoWaiting, clientClock), store, stop);
}
