using System.Buffers;
using Gateway.Fieldbus.Modbus.Pdu;

namespace Gateway.Fieldbus.Modbus.Framing;

/// <summary>ASCII frames: a colon, unit identifier and PDU and LRC as hexadecimal digits, CR LF (Serial Line V1.02, 2.5.2).</summary>
/// <remarks>The eighth bit of a character is ignored: a port set to 8 data bits shows the parity of a 7-bit line there.</remarks>
internal static class AsciiFrame
{
    /// <summary>Unit identifier, PDU and LRC, in bytes.</summary>
    public const int MaximumBytes = 1 + PduLimits.MaximumLength + 1;

    public const int MaximumLength = 1 + 2 * MaximumBytes + 2;

    /// <returns>Length of the frame in characters.</returns>
    public static int Write(byte unit, ReadOnlySpan<byte> pdu, Span<byte> frame)
    {
        Span<byte> bytes = stackalloc byte[MaximumBytes];
        bytes[0] = unit;
        pdu.CopyTo(bytes[1..]);
        int length = 1 + pdu.Length;
        bytes[length] = Lrc.Of(bytes[..length]);
        length++;

        frame[0] = (byte)':';
        for (int i = 0; i < length; i++)
        {
            frame[1 + 2 * i] = Digit(bytes[i] >> 4);
            frame[2 + 2 * i] = Digit(bytes[i] & 0x0F);
        }
        frame[1 + 2 * length] = (byte)'\r';
        frame[2 + 2 * length] = (byte)'\n';
        return 3 + 2 * length;
    }

    /// <param name="received">What has arrived.</param>
    /// <param name="bytes">Receives unit identifier and PDU; holds <see cref="MaximumBytes"/>.</param>
    /// <param name="length">Bytes of unit identifier and PDU when Done.</param>
    /// <param name="consumed">Characters that need not be looked at again, whatever is returned.</param>
    /// <returns>NeedMoreData: read more, call again. InvalidData: a damaged frame was passed over; call again for what follows.</returns>
    public static OperationStatus TryRead(ReadOnlySpan<byte> received, Span<byte> bytes, out int length, out int consumed)
    {
        length = 0;
        consumed = 0;
        while (consumed < received.Length && Character(received[consumed]) != ':') consumed++;

        int count = 0;
        for (int at = consumed + 1; at < received.Length; at++)
        {
            byte c = Character(received[at]);
            if (c == '\r' && at + 1 == received.Length) break;
            if (c == '\r' && Character(received[at + 1]) == '\n') continue;
            if (c == '\n')
            {
                consumed = at + 1;
                return Decode(bytes, count, out length);
            }
            int digit = Value(c);
            if (digit < 0 || count == 2 * MaximumBytes)
            {
                // Neither a digit nor the end. A colon begins the next frame and is left standing.
                consumed = c == ':' ? at : at + 1;
                return OperationStatus.InvalidData;
            }
            bytes[count / 2] = (byte)((bytes[count / 2] << 4) | digit);
            count++;
        }
        return OperationStatus.NeedMoreData;
    }

    private static OperationStatus Decode(ReadOnlySpan<byte> bytes, int digits, out int length)
    {
        length = 0;
        if (digits < 6 || digits % 2 != 0) return OperationStatus.InvalidData;
        int count = digits / 2 - 1;
        if (Lrc.Of(bytes[..count]) != bytes[count]) return OperationStatus.InvalidData;
        length = count;
        return OperationStatus.Done;
    }

    private static byte Character(byte received) => (byte)(received & 0x7F);

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);

    private static int Value(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        _ => -1,
    };
}
