using System.Buffers;
using Gateway.Fieldbus.Modbus.Framing;
using Gateway.Fieldbus.Modbus.Pdu;

namespace Gateway.Fieldbus.Modbus.Client;

/// <inheritdoc cref="ISerialResponses"/>
internal sealed class RtuResponses : ISerialResponses
{
    public int MaximumFrame => RtuFrame.MaximumLength;

    public int WriteRequest(byte unit, ReadOnlySpan<byte> pdu, Span<byte> frame) => RtuFrame.Write(unit, pdu, frame);

    public SearchResult Find(ReadOnlySpan<byte> received, byte unit, in ModbusRequest request, Span<byte> pdu)
    {
        bool damaged = false;
        for (int at = 0; at + 2 <= received.Length; at++)
        {
            var rest = received[at..];
            int length = rest[0] == unit ? PduLength.OfResponse(rest[1..]) : PduLength.Unknown;
            if (length <= 0 || !ResponsePdu.CanAnswer(request, rest[1], length) || rest.Length < 1 + length + RtuFrame.CrcLength) continue;
            if (RtuFrame.IsIntact(rest, length))
            {
                rest.Slice(1, length).CopyTo(pdu);
                return new SearchResult(length, at + 1 + length + RtuFrame.CrcLength, damaged);
            }
            damaged = true;
        }
        return new SearchResult(0, 0, damaged);
    }

    public ModbusOutcome Diagnose(ReadOnlySpan<byte> received, byte unit, in ModbusRequest request)
    {
        for (int at = 0; at < received.Length; at++)
            if (RtuFrame.TryReadResponse(received[at..], out _, out _) == OperationStatus.Done) return ModbusOutcome.Mismatch;

        // As many bytes as the answer has, and no good check sum among them.
        bool whole = !request.IsWrite && request.Function != ModbusFunction.ReadDeviceIdentification
            ? received.Length >= 1 + ResponsePdu.DataAt + ResponsePdu.DataLength(request) + RtuFrame.CrcLength
            : received.Length >= 1 + 5 + RtuFrame.CrcLength;
        return whole || IsDamagedException(received, unit, request) ? ModbusOutcome.CheckSumError : ModbusOutcome.Incomplete;
    }

    private static bool IsDamagedException(ReadOnlySpan<byte> received, byte unit, in ModbusRequest request) =>
        received.Length == 1 + 2 + RtuFrame.CrcLength && received[0] == unit && received[1] == ((byte)request.Function | PduLimits.ExceptionBit);
}
