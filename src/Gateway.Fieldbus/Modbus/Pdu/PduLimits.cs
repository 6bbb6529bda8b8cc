namespace Gateway.Fieldbus.Modbus.Pdu;

internal static class PduLimits
{
    /// <summary>A PDU never has more bytes (MODBUS Application Protocol V1.1b3, section 4.1).</summary>
    public const int MaximumLength = 253;

    /// <summary>Set in the function code of an exception response (section 7).</summary>
    public const byte ExceptionBit = 0x80;

    /// <summary>MEI type of Read Device Identification (6.21).</summary>
    public const byte DeviceIdentificationMei = 0x0E;

    /// <summary>Bytes that hold so many coils, eight a byte.</summary>
    public static int BytesForBits(int quantity) => (quantity + 7) / 8;
}
