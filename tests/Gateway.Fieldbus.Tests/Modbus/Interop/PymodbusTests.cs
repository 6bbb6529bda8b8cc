using System.Net.Sockets;
using System.Text;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Tests.Modbus.Peers;

namespace Gateway.Fieldbus.Tests.Modbus.Interop;

/// <summary>Our clients against the servers of pymodbus.</summary>
public class PymodbusTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly byte[] _data = new byte[252];

    [Theory]
    [InlineData("tcp", "socket", 1)]
    [InlineData("tcp", "socket", 4)]
    [InlineData("udp", "socket", 1)]
    [InlineData("tcp", "rtu", 1)]
    [InlineData("tcp", "ascii", 1)]
    public async Task Every_function_gives_the_right_values(string kind, string framing, int inFlight)
    {
        await using var server = await PymodbusServer.StartAsync(kind, framing);
        var transport = new SocketTransport(server.EndPoint, kind == "udp" ? ProtocolType.Udp : ProtocolType.Tcp);
        var settings = new ModbusTcpSettings { MaximumInFlight = inFlight };
        await using var client = (kind, framing) switch
        {
            ("udp", _) => ModbusClients.Udp(transport, settings, TimeProvider.System),
            (_, "rtu") => ModbusClients.Rtu(transport, new ModbusSerialSettings(), TimeProvider.System),
            (_, "ascii") => ModbusClients.Ascii(transport, new ModbusSerialSettings(), TimeProvider.System),
            _ => ModbusClients.Tcp(transport, settings, TimeProvider.System),
        };

        await AssertAsync(client, ModbusRequest.ReadCoils(0, 10), "49 02");
        await AssertAsync(client, ModbusRequest.ReadDiscreteInputs(1, 9), "24 01");
        await AssertAsync(client, ModbusRequest.ReadHoldingRegisters(5, 2), "03 ED 03 EE");
        await AssertAsync(client, ModbusRequest.ReadInputRegisters(5, 1), "07 D5");
        await AssertAsync(client, ModbusRequest.WriteSingleCoil(1, true), "");
        await AssertAsync(client, ModbusRequest.WriteMultipleCoils(10, [true, true, false]), "");
        await AssertAsync(client, ModbusRequest.ReadCoils(0, 13), "4B 0E");
        await AssertAsync(client, ModbusRequest.WriteSingleRegister(20, 0x1234), "");
        await AssertAsync(client, ModbusRequest.WriteMultipleRegisters(21, [0x0012, 0xFFFF]), "");
        await AssertAsync(client, ModbusRequest.ReadWriteMultipleRegisters(20, 4, 23, [0xCAFE]), "12 34 00 12 FF FF CA FE");
        Assert.Equal(250, await AnswerLengthAsync(client, ModbusRequest.ReadHoldingRegisters(0, 125)));
        Assert.Equal(250, await AnswerLengthAsync(client, ModbusRequest.ReadCoils(0, 2000)));
        await AssertAsync(client, ModbusRequest.MaskWriteRegister(21, 0x00F2, 0x0025), "");
        await AssertAsync(client, ModbusRequest.ReadHoldingRegisters(21, 1), "00 17");

        int length = await AnswerLengthAsync(client, ModbusRequest.ReadDeviceIdentification(ModbusDeviceIdentificationAccess.Basic));
        var identity = ModbusDeviceIdentification.TryParse(_data.AsSpan(0, length));
        Assert.NotNull(identity);
        Assert.Equal(["Acme", "PH", "1.4"], identity.Objects.Select(o => Encoding.ASCII.GetString(o.Value)));

        var refused = await client.RequestAsync(17, ModbusRequest.ReadHoldingRegisters(299, 2), _data, Timeout, CancellationToken.None).Soon();
        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, refused.Exception);
    }

    private async Task AssertAsync(IModbusClient client, ModbusRequest request, string expected)
    {
        int length = await AnswerLengthAsync(client, request);
        Assert.Equal(Hex.Bytes(expected), _data[..length]);
    }

    private async Task<int> AnswerLengthAsync(IModbusClient client, ModbusRequest request)
    {
        var answer = await client.RequestAsync(17, request, _data, Timeout, CancellationToken.None).Soon();
        Assert.True(answer.IsOk, $"{request.Function}: {answer}");
        return answer.Length;
    }
}
