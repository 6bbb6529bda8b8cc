using System.Buffers;
using System.Buffers.Binary;
using Gateway.Fieldbus.Modbus.Pdu;

namespace Gateway.Fieldbus.Modbus.Framing;

/// <summary>RTU frames: unit identifier, PDU, CRC (Serial Line V1.02, 2.5.1).</summary>
/// <remarks>
/// The standard ends a frame by 3.5 characters of silence. Between a USB adapter and a program nobody can measure that, so the end is found from
/// the function code, and the CRC says whether it was found rightly.
/// </remarks>
internal static class RtuFrame
{
    public const int CrcLength = 2;
    public const int MaximumLength = 1 + PduLimits.MaximumLength + CrcLength;

    /// <returns>Length of the frame.</returns>
    public static int Write(byte unit, ReadOnlySpan<byte> pdu, Span<byte> frame)
    {
        frame[0] = unit;
        pdu.CopyTo(frame[1..]);
        int crcAt = 1 + pdu.Length;
        BinaryPrimitives.WriteUInt16LittleEndian(frame[crcAt..], Crc16.Of(frame[..crcAt]));
        return crcAt + CrcLength;
    }

    /// <returns>NeedMoreData: read more, call again. InvalidData: no frame begins here; drop one byte, call again.</returns>
    public static OperationStatus TryReadResponse(ReadOnlySpan<byte> received, out byte unit, out ReadOnlySpan<byte> pdu)
    {
        unit = 0;
        pdu = default;
        return received.Length < 2 ? OperationStatus.NeedMoreData : TryRead(received, PduLength.OfResponse(received[1..]), out unit, out pdu);
    }

    /// <returns>As <see cref="TryReadResponse"/>.</returns>
    /// <remarks>A request of unknown function is a frame only when all that was received has a good CRC: its server can refuse it then.</remarks>
    public static OperationStatus TryReadRequest(ReadOnlySpan<byte> received, out byte unit, out ReadOnlySpan<byte> pdu)
    {
        unit = 0;
        pdu = default;
        if (received.Length < 2) return OperationStatus.NeedMoreData;
        int length = PduLength.OfRequest(received[1..]);
        if (length == PduLength.Unknown && received.Length is > 3 and <= MaximumLength) length = received.Length - 1 - CrcLength;
        return TryRead(received, length, out unit, out pdu);
    }

    /// <summary>Whether the frame of a PDU of this length has a good CRC.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> frame, int pduLength) =>
        Crc16.Of(frame[..(1 + pduLength)]) == BinaryPrimitives.ReadUInt16LittleEndian(frame[(1 + pduLength)..]);

    private static OperationStatus TryRead(ReadOnlySpan<byte> received, int pduLength, out byte unit, out ReadOnlySpan<byte> pdu)
    {
        unit = 0;
        pdu = default;
        if (pduLength == PduLength.Unknown) return OperationStatus.InvalidData;
        if (pduLength == PduLength.NotYetKnown || received.Length < 1 + pduLength + CrcLength) return OperationStatus.NeedMoreData;
        if (!IsIntact(received, pduLength)) return OperationStatus.InvalidData;

        unit = received[0];
        pdu = received.Slice(1, pduLength);
        return OperationStatus.Done;
    }
}
