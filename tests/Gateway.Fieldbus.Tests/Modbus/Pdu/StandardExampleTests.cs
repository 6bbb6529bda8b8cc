using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Pdu;
using Gateway.Fieldbus.Modbus.Server;
using Gateway.Fieldbus.Tests.Modbus.Peers;

namespace Gateway.Fieldbus.Tests.Modbus.Pdu;

/// <summary>The worked examples of MODBUS Application Protocol V1.1b3, section 6, byte for byte.</summary>
public class StandardExampleTests
{
    public static TheoryData<string, ModbusRequest, string, string, string> Examples => new()
    {
        { "6.1", ModbusRequest.ReadCoils(0x13, 0x13), "01 00 13 00 13", "01 03 CD 6B 05", "CD 6B 05" },
        { "6.2", ModbusRequest.ReadDiscreteInputs(0xC4, 0x16), "02 00 C4 00 16", "02 03 AC DB 35", "AC DB 35" },
        { "6.3", ModbusRequest.ReadHoldingRegisters(0x6B, 3), "03 00 6B 00 03", "03 06 02 2B 00 00 00 64", "02 2B 00 00 00 64" },
        { "6.4", ModbusRequest.ReadInputRegisters(8, 1), "04 00 08 00 01", "04 02 00 0A", "00 0A" },
        { "6.5", ModbusRequest.WriteSingleCoil(0xAC, true), "05 00 AC FF 00", "05 00 AC FF 00", "" },
        { "6.6", ModbusRequest.WriteSingleRegister(1, 3), "06 00 01 00 03", "06 00 01 00 03", "" },
        { "6.11", ModbusRequest.WriteMultipleCoils(0x13, [true, false, true, true, false, false, true, true, true, false]),
            "0F 00 13 00 0A 02 CD 01", "0F 00 13 00 0A", "" },
        { "6.12", ModbusRequest.WriteMultipleRegisters(1, [0x000A, 0x0102]), "10 00 01 00 02 04 00 0A 01 02", "10 00 01 00 02", "" },
        { "6.16", ModbusRequest.MaskWriteRegister(4, 0xF2, 0x25), "16 00 04 00 F2 00 25", "16 00 04 00 F2 00 25", "" },
        { "6.17", ModbusRequest.ReadWriteMultipleRegisters(3, 6, 0x0E, [0xFF, 0xFF, 0xFF]),
            "17 00 03 00 06 00 0E 00 03 06 00 FF 00 FF 00 FF", "17 0C 00 FE 0A CD 00 01 00 03 00 0D 00 FF", "00 FE 0A CD 00 01 00 03 00 0D 00 FF" },
        { "6.21", ModbusRequest.ReadDeviceIdentification(ModbusDeviceIdentificationAccess.Basic), "2B 0E 01 00",
            "2B 0E 01 01 00 00 03 00 03 41 42 43 01 02 58 59 02 05 56 32 2E 31 31", "01 01 00 00 03 00 03 41 42 43 01 02 58 59 02 05 56 32 2E 31 31" },
    };

    [Theory, MemberData(nameof(Examples))]
    public void A_request_is_written_as_the_standard_prints_it(string clause, ModbusRequest request, string requestPdu, string responsePdu, string data)
    {
        _ = (clause, responsePdu, data);
        var pdu = new byte[PduLimits.MaximumLength];
        int length = RequestPdu.Write(request, pdu);
        Assert.Equal(Hex.Bytes(requestPdu), pdu[..length]);
        Assert.Equal(length, PduLength.OfRequest(pdu));
    }

    [Theory, MemberData(nameof(Examples))]
    public void A_server_understands_the_request_that_the_standard_prints(
        string clause, ModbusRequest request, string requestPdu, string responsePdu, string data)
    {
        _ = (clause, responsePdu, data);
        Assert.Equal(ModbusExceptionCode.None, RequestPdu.TryRead(Hex.Bytes(requestPdu), out var understood));
        Assert.Equal(request with { Payload = default }, understood with { Payload = default });
        Assert.Equal(request.Payload.ToArray(), understood.Payload.ToArray());
    }

    [Theory, MemberData(nameof(Examples))]
    public void The_response_that_the_standard_prints_is_the_answer(
        string clause, ModbusRequest request, string requestPdu, string responsePdu, string data)
    {
        _ = (clause, requestPdu);
        var pdu = Hex.Bytes(responsePdu);
        Assert.Equal(ModbusOutcome.Ok, ResponsePdu.Check(request, pdu, out var found).Outcome);
        Assert.Equal(Hex.Bytes(data), found.ToArray());
        Assert.Equal(pdu.Length, PduLength.OfResponse(pdu));
    }

    [Theory, MemberData(nameof(Examples))]
    public void A_server_writes_the_response_that_the_standard_prints(
        string clause, ModbusRequest request, string requestPdu, string responsePdu, string data)
    {
        _ = (clause, requestPdu);
        var pdu = new byte[PduLimits.MaximumLength];
        Hex.Bytes(data).CopyTo(pdu, ResponsePdu.DataAt);
        int length = ResponsePdu.Write(request, Hex.Bytes(data).Length, pdu);
        Assert.Equal(Hex.Bytes(responsePdu), pdu[..length]);
    }

    [Fact]
    public void The_exception_response_of_section_7_is_a_refusal()
    {
        var verdict = ResponsePdu.Check(ModbusRequest.ReadCoils(0x04A1, 1), Hex.Bytes("81 02"), out var data);
        Assert.Equal(new PduVerdict(ModbusOutcome.Exception, ModbusExceptionCode.IllegalDataAddress, null), verdict);
        Assert.True(data.IsEmpty);
    }

    [Fact]
    public void The_device_identification_of_6_21_names_vendor_product_and_revision()
    {
        var known = ModbusDeviceIdentification.TryParse(Hex.Bytes("01 01 00 00 03 00 03 41 42 43 01 02 58 59 02 05 56 32 2E 31 31"));
        Assert.NotNull(known);
        Assert.Null(known.NextObject);
        Assert.Equal(["ABC", "XY", "V2.11"], known.Objects.Select(o => System.Text.Encoding.ASCII.GetString(o.Value)));
    }

    [Fact]
    public void The_mask_write_of_6_16_turns_0x12_into_0x17()
    {
        var unit = new ModbusMemoryUnit { [ModbusTable.HoldingRegisters, 4] = 0x12 };
        unit.Answer(ModbusRequest.MaskWriteRegister(4, 0xF2, 0x25), []);
        Assert.Equal(0x17, unit[ModbusTable.HoldingRegisters, 4]);
    }
}
