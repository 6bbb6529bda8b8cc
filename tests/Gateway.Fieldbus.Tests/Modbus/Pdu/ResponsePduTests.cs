using FsCheck;
using FsCheck.Fluent;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Pdu;
using Gateway.Fieldbus.Tests.Modbus.Peers;

namespace Gateway.Fieldbus.Tests.Modbus.Pdu;

public class ResponsePduTests
{
    public static TheoryData<ModbusRequest, string> WrongAnswers => new()
    {
        { ModbusRequest.ReadHoldingRegisters(0, 2), "" },
        { ModbusRequest.ReadHoldingRegisters(0, 2), "03" },
        { ModbusRequest.ReadHoldingRegisters(0, 2), "04 04 00 11 00 11" },
        { ModbusRequest.ReadHoldingRegisters(0, 2), "03 FA 00 11 00 11" },
        { ModbusRequest.ReadHoldingRegisters(0, 2), "03 04 00 11 00 11 00" },
        { ModbusRequest.ReadHoldingRegisters(0, 2), "03 02 00 11" },
        { ModbusRequest.ReadHoldingRegisters(0, 2), "83" },
        { ModbusRequest.ReadHoldingRegisters(0, 2), "83 00" },
        { ModbusRequest.ReadHoldingRegisters(0, 2), "83 02 00" },
        { ModbusRequest.ReadHoldingRegisters(0, 2), "84 02" },
        { ModbusRequest.ReadCoils(0, 9), "01 01 FF" },
        { ModbusRequest.WriteSingleRegister(7, 9), "06 00 08 00 09" },
        { ModbusRequest.WriteSingleRegister(7, 9), "06 00 07 00 0A" },
        { ModbusRequest.WriteSingleCoil(7, true), "05 00 07 00 00" },
        { ModbusRequest.WriteMultipleRegisters(7, [1, 2]), "10 00 07 00 01" },
        { ModbusRequest.WriteMultipleRegisters(7, [1, 2]), "10 00 07 00 02 04" },
        { ModbusRequest.MaskWriteRegister(7, 1, 2), "16 00 07 00 01 00 03" },
        { ModbusRequest.ReadDeviceIdentification(ModbusDeviceIdentificationAccess.Basic), "2B 0E 02 01 00 00 00" },
        { ModbusRequest.ReadDeviceIdentification(ModbusDeviceIdentificationAccess.Basic), "2B 0D 01 01 00 00 00" },
        { ModbusRequest.ReadDeviceIdentification(ModbusDeviceIdentificationAccess.Basic), "2B 0E 01 01 00 00 01 00 05 41" },
    };

    [Theory, MemberData(nameof(WrongAnswers))]
    public void What_does_not_fit_the_request_is_a_mismatch_with_a_reason(ModbusRequest request, string pdu)
    {
        var verdict = ResponsePdu.Check(request, Hex.Bytes(pdu), out var data);
        Assert.Equal(ModbusOutcome.Mismatch, verdict.Outcome);
        Assert.NotNull(verdict.Detail);
        Assert.True(data.IsEmpty);
    }

    [Fact]
    public void Any_bytes_are_judged_and_never_throw() =>
        Prop.ForAll(Requests.Any, ArbMap.Default.ArbFor<byte[]>(), (request, pdu) =>
        {
            var verdict = ResponsePdu.Check(request, pdu, out var data);
            return verdict.Outcome == ModbusOutcome.Ok ? data.Length <= ResponsePdu.MaximumData : data.IsEmpty;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_server_reads_back_every_request_that_a_client_writes() =>
        Prop.ForAll(Requests.Any, request =>
        {
            var pdu = new byte[PduLimits.MaximumLength];
            int length = RequestPdu.Write(request, pdu);
            return RequestPdu.TryRead(pdu.AsMemory(0, length), out var understood) == ModbusExceptionCode.None
                && understood with { Payload = default } == request with { Payload = default }
                && understood.Payload.Span.SequenceEqual(request.Payload.Span);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_server_refuses_or_understands_any_bytes_and_never_throws() =>
        Prop.ForAll((byte[] pdu) => Enum.IsDefined(RequestPdu.TryRead(pdu, out _))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("07", ModbusExceptionCode.IllegalFunction)]
    [InlineData("63 00", ModbusExceptionCode.IllegalFunction)]
    [InlineData("2B 0D 00 00", ModbusExceptionCode.IllegalFunction)]
    [InlineData("03 00 00 00 00", ModbusExceptionCode.IllegalDataValue)]
    [InlineData("03 00 00 00 7E", ModbusExceptionCode.IllegalDataValue)]
    [InlineData("01 00 00 07 D1", ModbusExceptionCode.IllegalDataValue)]
    [InlineData("03 00 00 00", ModbusExceptionCode.IllegalDataValue)]
    [InlineData("05 00 00 12 34", ModbusExceptionCode.IllegalDataValue)]
    [InlineData("10 00 00 00 02 02 00 00", ModbusExceptionCode.IllegalDataValue)]
    [InlineData("17 00 00 00 01 00 00 00 02 02 00 00", ModbusExceptionCode.IllegalDataValue)]
    [InlineData("2B 0E 05 00", ModbusExceptionCode.IllegalDataValue)]
    [InlineData("03 FF FF 00 02", ModbusExceptionCode.IllegalDataAddress)]
    [InlineData("17 00 00 00 01 FF FF 00 02 04 00 00 00 00", ModbusExceptionCode.IllegalDataAddress)]
    public void A_server_refuses_with_the_code_of_the_standards_state_diagram(string pdu, ModbusExceptionCode code) =>
        Assert.Equal(code, RequestPdu.TryRead(Hex.Bytes(pdu), out _));

    [Fact]
    public void Requests_out_of_range_cannot_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ModbusRequest.ReadHoldingRegisters(0, 126));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModbusRequest.ReadHoldingRegisters(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModbusRequest.ReadCoils(0, 2001));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModbusRequest.ReadCoils(0xFFFF, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModbusRequest.WriteMultipleRegisters(0, new ushort[124]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModbusRequest.WriteMultipleCoils(0, new bool[1969]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModbusRequest.ReadWriteMultipleRegisters(0, 1, 0, new ushort[122]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModbusRequest.ReadDeviceIdentification((ModbusDeviceIdentificationAccess)5));
    }
}
