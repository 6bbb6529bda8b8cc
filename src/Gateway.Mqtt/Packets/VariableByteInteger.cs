using System.Buffers;

namespace Gateway.Mqtt.Packets;

/// <summary>Numbers of one to four bytes, seven bits each, lowest first (MQTT 5, section 1.5.5).</summary>
internal static class VariableByteInteger
{
    public const int LongestSize = 4;

    public static int SizeOf(int value) => value switch
    {
        < 0x80 => 1,
        < 0x4000 => 2,
        < 0x20_0000 => 3,
        _ => 4,
    };

    /// <summary>Writes <paramref name="value"/> into exactly as many bytes as it needs; the span must hold them.</summary>
    public static void Write(Span<byte> destination, int value)
    {
        int at = 0;
        for (; value >= 0x80; value >>= 7) destination[at++] = (byte)(value | 0x80);
        destination[at] = (byte)value;
    }

    /// <returns>InvalidData for a fifth byte, or for more bytes than the value needs [MQTT-1.5.5-1].</returns>
    public static OperationStatus TryRead(ReadOnlySpan<byte> source, out int value, out int size)
    {
        value = 0;
        for (size = 1; size <= LongestSize; size++)
        {
            if (source.Length < size) return OperationStatus.NeedMoreData;
            byte next = source[size - 1];
            value |= (next & 0x7F) << (7 * (size - 1));
            if (next < 0x80) return next == 0 && size > 1 ? OperationStatus.InvalidData : OperationStatus.Done;
        }
        return OperationStatus.InvalidData;
    }
}
