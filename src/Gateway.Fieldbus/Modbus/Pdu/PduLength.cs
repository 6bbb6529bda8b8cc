namespace Gateway.Fieldbus.Modbus.Pdu;

/// <summary>Where a PDU ends in a stream that has no length field: the function code fixes it (Application Protocol V1.1b3, sections 6 and 7).</summary>
internal static class PduLength
{
    /// <summary>More bytes are needed before the length can be told.</summary>
    public const int NotYetKnown = 0;

    /// <summary>No PDU that is known here begins like this.</summary>
    public const int Unknown = -1;

    public static int OfResponse(ReadOnlySpan<byte> received)
    {
        if (received.IsEmpty) return NotYetKnown;
        return received[0] switch
        {
            0x01 or 0x02 or 0x03 or 0x04 or 0x17 => AfterByteCount(received, 1),
            0x05 or 0x06 or 0x0F or 0x10 => 5,
            0x16 => 7,
            0x2B => OfDeviceIdentification(received),
            > PduLimits.ExceptionBit => 2,
            _ => Unknown,
        };
    }

    /// <remarks>Also knows the requests that are only refused here, so that the refusal can be sent: 6.7 to 6.10, 6.13 to 6.15, 6.18.</remarks>
    public static int OfRequest(ReadOnlySpan<byte> received)
    {
        if (received.IsEmpty) return NotYetKnown;
        return received[0] switch
        {
            >= 0x01 and <= 0x06 => 5,
            0x07 or 0x0B or 0x0C or 0x11 => 1,
            0x08 => 5,
            0x0F or 0x10 => AfterByteCount(received, 5),
            0x14 or 0x15 => AfterByteCount(received, 1),
            0x16 => 7,
            0x17 => AfterByteCount(received, 9),
            0x18 => 3,
            0x2B when received.Length < 2 => NotYetKnown,
            0x2B when received[1] == PduLimits.DeviceIdentificationMei => 4,
            _ => Unknown,
        };
    }

    private static int AfterByteCount(ReadOnlySpan<byte> received, int at)
    {
        if (received.Length <= at) return NotYetKnown;
        int length = at + 1 + received[at];
        return length <= PduLimits.MaximumLength ? length : Unknown;
    }

    private static int OfDeviceIdentification(ReadOnlySpan<byte> received)
    {
        if (received.Length > 1 && received[1] != PduLimits.DeviceIdentificationMei) return Unknown;
        if (received.Length < 7) return NotYetKnown;
        int length = 7;
        for (int i = 0; i < received[6]; i++)
        {
            if (received.Length < length + 2) return length + 2 <= PduLimits.MaximumLength ? NotYetKnown : Unknown;
            length += 2 + received[length + 1];
            if (length > PduLimits.MaximumLength) return Unknown;
        }
        return length;
    }
}
