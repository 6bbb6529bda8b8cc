using FsCheck;
using FsCheck.Fluent;
using Gateway.Fieldbus.Modbus;
using Gateway.Fieldbus.Modbus.Client;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Modbus.Pdu;
using Gateway.Fieldbus.Tests.Modbus.Pdu;
using Gateway.Fieldbus.Tests.Modbus.Peers;

namespace Gateway.Fieldbus.Tests.Modbus.Client;

public class ResponseSearchTests
{
    private static readonly ModbusRequest TwoRegisters = ModbusRequest.ReadHoldingRegisters(0, 2);
    private readonly byte[] _pdu = new byte[PduLimits.MaximumLength];

    [Fact]
    public void An_answer_is_found_behind_noise_and_before_more_of_it() =>
        Prop.ForAll(Requests.Any, ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte[]>(), (request, before, after) =>
        {
            foreach (ISerialResponses responses in (ISerialResponses[])[new RtuResponses(), new AsciiResponses()])
            {
                var frame = FrameOf(responses, 17, AnswerTo(request));
                byte[] received = [.. before, .. frame, .. after];
                var found = responses.Find(received, 17, request, _pdu);
                if (!found.IsFound || !_pdu.AsSpan(0, found.PduLength).SequenceEqual(AnswerTo(request))) return false;
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_part_of_an_answer_is_never_taken_for_it_and_another_units_answer_before_it_does_not_hide_it() =>
        Prop.ForAll(Requests.Any, request =>
        {
            foreach (ISerialResponses responses in (ISerialResponses[])[new RtuResponses(), new AsciiResponses()])
            {
                var frame = FrameOf(responses, 17, AnswerTo(request));
                var foreign = FrameOf(responses, 18, AnswerTo(request));
                for (int length = 0; length < frame.Length; length++)
                    if (responses.Find(frame.AsSpan(0, length), 17, request, _pdu).IsFound) return false;
                foreach (byte[] merged in (byte[][])[[.. foreign, .. frame], [.. frame[..(frame.Length / 2)], .. frame], [.. frame, .. foreign]])
                {
                    var found = responses.Find(merged, 17, request, _pdu);
                    if (!found.IsFound || !_pdu.AsSpan(0, found.PduLength).SequenceEqual(AnswerTo(request))) return false;
                }
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_rtu_answer_with_any_single_bit_wrong_is_never_believed() =>
        Prop.ForAll(Requests.Any, ArbMap.Default.ArbFor<byte>(), (request, unit) =>
        {
            var responses = new RtuResponses();
            var frame = FrameOf(responses, unit, AnswerTo(request));
            for (int bit = 0; bit < frame.Length * 8; bit++)
            {
                frame[bit / 8] ^= (byte)(1 << (bit % 8));
                if (responses.Find(frame, unit, request, _pdu).IsFound) return false;
                frame[bit / 8] ^= (byte)(1 << (bit % 8));
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_searched_and_diagnosed_without_an_exception() =>
        Prop.ForAll(Requests.Any, ArbMap.Default.ArbFor<byte[]>(), (request, noise) =>
        {
            foreach (ISerialResponses responses in (ISerialResponses[])[new RtuResponses(), new AsciiResponses()])
            {
                responses.Find(noise, 1, request, _pdu);
                if (!Enum.IsDefined(responses.Diagnose(noise, 1, request))) return false;
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("01 03 04 00 11 00 11", "", ModbusOutcome.Incomplete)]
    [InlineData("01 03 04 00 11 00 11 00 00", "", ModbusOutcome.CheckSumError)]
    [InlineData("01 83 02 00 00", "", ModbusOutcome.CheckSumError)]
    [InlineData("", "02 03 04 00 11 00 11", ModbusOutcome.Mismatch)]
    [InlineData("", "01 04 04 00 11 00 11", ModbusOutcome.Mismatch)]
    [InlineData("", "01 03 02 00 11", ModbusOutcome.Mismatch)]
    [InlineData("FF 00", "02 83 02", ModbusOutcome.Mismatch)]
    [InlineData("00 FF", "", ModbusOutcome.Incomplete)]
    public void Bytes_that_hold_no_answer_are_told_apart(string bare, string framed, ModbusOutcome outcome)
    {
        byte[] received = [.. Hex.Bytes(bare), .. framed.Length == 0 ? [] : WithCrc(Hex.Bytes(framed))];
        Assert.False(new RtuResponses().Find(received, 1, TwoRegisters, _pdu).IsFound);
        Assert.Equal(outcome, new RtuResponses().Diagnose(received, 1, TwoRegisters));
    }

    /// <summary>A right answer to any request, its data being the request's own function code over and over.</summary>
    internal static byte[] AnswerTo(in ModbusRequest request)
    {
        var pdu = new byte[PduLimits.MaximumLength];
        if (request.Function == ModbusFunction.ReadDeviceIdentification)
        {
            Hex.Bytes("00 01 00 00 02 00 03 41 42 43 01 01 58").CopyTo(pdu, ResponsePdu.DataAt);
            pdu[ResponsePdu.DataAt] = (byte)request.Quantity;
            return pdu[..ResponsePdu.Write(request, 13, pdu)];
        }
        int length = ResponsePdu.DataLength(request);
        pdu.AsSpan(ResponsePdu.DataAt, length).Fill((byte)request.Function);
        return pdu[..ResponsePdu.Write(request, length, pdu)];
    }

    private static byte[] FrameOf(ISerialResponses responses, byte unit, byte[] pdu)
    {
        var frame = new byte[responses.MaximumFrame];
        return frame[..responses.WriteRequest(unit, pdu, frame)];
    }

    private static byte[] WithCrc(byte[] frame) => [.. frame, .. BitConverter.GetBytes(Crc16.Of(frame))];
}
