using System.Net;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Fieldbus.Transports;

namespace Gateway.Fieldbus.Tests.Modbus.Client;

/// <summary>Reads and writes of no registers, which some sensors take as commands.</summary>
public sealed class EmptyRequestTests
{
    [Theory]
    [InlineData(ModbusFraming.Mbap, ModbusFunction.ReadHoldingRegisters)]
    [InlineData(ModbusFraming.Rtu, ModbusFunction.ReadHoldingRegisters)]
    [InlineData(ModbusFraming.Ascii, ModbusFunction.ReadInputRegisters)]
    [InlineData(ModbusFraming.Mbap, ModbusFunction.WriteMultipleRegisters)]
    [InlineData(ModbusFraming.Rtu, ModbusFunction.WriteMultipleRegisters)]
    public async Task A_unit_that_takes_them_confirms_and_another_refuses_with_exception_03(ModbusFraming framing, ModbusFunction function)
    {
        var server = new ModbusTcpServer(new IPEndPoint(IPAddress.Loopback, 0), framing, new CommandedUnit(), TimeProvider.System);
        server.Open();
        using var stop = new CancellationTokenSource();
        var serving = server.RunAsync(stop.Token);
        await using var client = ClientOf(framing, new TcpTransport("127.0.0.1", server.LocalEndPoint.Port, time: TimeProvider.System));
        var request = ModbusRequest.Empty(function, 0x2500);
        var taken = await client.RequestAsync(1, request, default, TimeSpan.FromSeconds(30), CancellationToken.None);
        var refused = await client.RequestAsync(2, request, default, TimeSpan.FromSeconds(30), CancellationToken.None);
        await client.CloseAsync();
        await stop.CancelAsync();
        await serving;

        Assert.Equal((ModbusOutcome.Ok, 0), (taken.Outcome, taken.Length));
        Assert.Equal((ModbusOutcome.Exception, ModbusExceptionCode.IllegalDataValue), (refused.Outcome, refused.Exception));
    }

    [Theory]
    [InlineData(ModbusFunction.ReadCoils)]
    [InlineData(ModbusFunction.WriteSingleRegister)]
    [InlineData(ModbusFunction.ReadDeviceIdentification)]
    public void Only_requests_for_registers_can_be_empty(ModbusFunction function) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ModbusRequest.Empty(function, 0));

    private static IModbusClient ClientOf(ModbusFraming framing, TcpTransport transport) => framing switch
    {
        ModbusFraming.Rtu => ModbusClients.Rtu(transport, new ModbusSerialSettings(), TimeProvider.System),
        ModbusFraming.Ascii => ModbusClients.Ascii(transport, new ModbusSerialSettings(), TimeProvider.System),
        _ => ModbusClients.Tcp(transport, new ModbusTcpSettings(), TimeProvider.System),
    };

    private sealed class CommandedUnit : IModbusServerStore
    {
        public ModbusReply Answer(byte unit, in ModbusRequest request, Span<byte> data) => ModbusReply.Refused(ModbusExceptionCode.IllegalFunction);

        public bool TakesEmpty(byte unit, in ModbusRequest request) => unit == 1;
    }
}
