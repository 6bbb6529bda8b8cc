using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;

namespace Gateway.Fieldbus.Tests.Modbus.Client;

public sealed class RtuLineClientTests : ModbusClientContract
{
    protected override (IModbusClient Client, Task Serving) Connect(IModbusServerStore store, TimeProvider clientClock, CancellationToken stop) =>
        Contracts.Line(ModbusFraming.Rtu, transport => ModbusClients.Rtu(transport, Contracts.NoWaiting, clientClock), store, stop);
}
