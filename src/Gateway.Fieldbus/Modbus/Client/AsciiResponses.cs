using System.Buffers;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Modbus.Pdu;

namespace Gateway.Fieldbus.Modbus.Client;

/// <inheritdoc cref="ISerialResponses"/>
internal sealed class AsciiResponses : ISerialResponses
{
    public int MaximumFrame => AsciiFrame.MaximumLength;

    public int WriteRequest(byte unit, ReadOnlySpan<byte> pdu, Span<byte> frame) => AsciiFrame.Write(unit, pdu, frame);

    public SearchResult Find(ReadOnlySpan<byte> received, byte unit, in ModbusRequest request, Span<byte> pdu)
    {
        Span<byte> bytes = stackalloc byte[AsciiFrame.MaximumBytes];
        bool damaged = false;
        for (int at = 0; ;)
        {
            var status = AsciiFrame.TryRead(received[at..], bytes, out int length, out int consumed);
            at += consumed;
            if (status == OperationStatus.NeedMoreData) return new SearchResult(0, 0, damaged);
            if (status == OperationStatus.InvalidData)
            {
                damaged = true;
                continue;
            }
            if (bytes[0] != unit || !ResponsePdu.CanAnswer(request, bytes[1], length - 1)) continue;
            bytes[1..length].CopyTo(pdu);
            return new SearchResult(length - 1, at, damaged);
        }
    }

    public ModbusOutcome Diagnose(ReadOnlySpan<byte> received, byte unit, in ModbusRequest request)
    {
        Span<byte> bytes = stackalloc byte[AsciiFrame.MaximumBytes];
        var outcome = ModbusOutcome.Incomplete;
        while (true)
        {
            var status = AsciiFrame.TryRead(received, bytes, out _, out int consumed);
            if (status == OperationStatus.NeedMoreData) return outcome;
            if (status == OperationStatus.Done) return ModbusOutcome.Mismatch;
            outcome = ModbusOutcome.CheckSumError;
            received = received[consumed..];
        }
    }
}
