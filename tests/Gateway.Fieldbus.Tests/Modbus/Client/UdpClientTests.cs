using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;

namespace Gateway.Fieldbus.Tests.Modbus.Client;

public sealed class UdpClientTests : ModbusClientContract
{
    protected override (IModbusClient Client, Task Serving) Connect(IModbusServerStore store, TimeProvider clientClock, CancellationToken stop) =>
        Contracts.Udp(1, store, clientClock, stop);
}
