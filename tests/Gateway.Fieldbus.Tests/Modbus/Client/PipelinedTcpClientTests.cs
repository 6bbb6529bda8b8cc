using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;

namespace Gateway.Fieldbus.Tests.Modbus.Client;

public sealed class PipelinedTcpClientTests : ModbusClientContract
{
    protected override (IModbusClient Client, Task Serving) Connect(IModbusServerStore store, TimeProvider clientClock, CancellationToken stop) =>
        Contracts.Tcp(
            ModbusFraming.Mbap, transport => ModbusClients.Tcp(transport, new ModbusTcpSettings { MaximumInFlight = 8 }, clientClock), store, stop);
}
