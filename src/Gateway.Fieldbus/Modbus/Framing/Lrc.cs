namespace Gateway.Fieldbus.Modbus.Framing;

/// <summary>The check sum of ASCII frames: two's complement of the sum of all bytes (Serial Line V1.02, 6.2.1).</summary>
internal static class Lrc
{
    public static byte Of(ReadOnlySpan<byte> bytes)
    {
        int sum = 0;
        foreach (byte b in bytes) sum += b;
        return (byte)-sum;
    }
}
