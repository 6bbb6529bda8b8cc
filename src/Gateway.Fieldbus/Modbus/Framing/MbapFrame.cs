using System.Buffers;
using System.Buffers.Binary;
using Gateway.Fieldbus.Modbus.Pdu;

namespace Gateway.Fieldbus.Modbus.Framing;

/// <summary>Frames of Modbus on TCP and UDP: transaction identifier, protocol identifier 0, length, unit identifier, PDU (Messaging on TCP/IP V1.0b, 3.1.3).</summary>
internal static class MbapFrame
{
    public const int HeaderLength = 7;
    public const int MaximumLength = HeaderLength + PduLimits.MaximumLength;

    /// <summary>Completes the frame of a PDU that stands at <see cref="HeaderLength"/> already.</summary>
    /// <returns>Length of the frame.</returns>
    public static int Complete(ushort transaction, byte unit, int pduLength, Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame, transaction);
        BinaryPrimitives.WriteUInt16BigEndian(frame[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(frame[4..], (ushort)(pduLength + 1));
        frame[6] = unit;
        return HeaderLength + pduLength;
    }

    /// <returns>NeedMoreData: read more, call again. InvalidData: this is no Modbus, or its framing is lost; there is no way back into step.</returns>
    public static OperationStatus TryRead(ReadOnlySpan<byte> received, out MbapHeader header, out ReadOnlySpan<byte> pdu)
    {
        header = default;
        pdu = default;
        if (received.Length >= 4 && BinaryPrimitives.ReadUInt16BigEndian(received[2..]) != 0) return OperationStatus.InvalidData;
        if (received.Length < 6) return OperationStatus.NeedMoreData;

        int length = BinaryPrimitives.ReadUInt16BigEndian(received[4..]);
        if (length is < 2 or > 1 + PduLimits.MaximumLength) return OperationStatus.InvalidData;
        if (received.Length < 6 + length) return OperationStatus.NeedMoreData;

        header = new MbapHeader(BinaryPrimitives.ReadUInt16BigEndian(received), received[6], length - 1);
        pdu = received.Slice(HeaderLength, header.PduLength);
        return OperationStatus.Done;
    }
}
