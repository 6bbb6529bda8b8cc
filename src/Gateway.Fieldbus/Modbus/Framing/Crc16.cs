namespace Gateway.Fieldbus.Modbus.Framing;

/// <summary>The CRC of RTU frames: polynomial 0xA001 reflected, initial value 0xFFFF, low byte sent first (Serial Line V1.02, 6.2.2).</summary>
internal static class Crc16
{
    private static readonly ushort[] Table = MakeTable();

    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFF;
        foreach (byte b in bytes) crc = (crc >> 8) ^ Table[(byte)(crc ^ b)];
        return (ushort)crc;
    }

    private static ushort[] MakeTable()
    {
        var table = new ushort[256];
        for (int i = 0; i < table.Length; i++)
        {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
            table[i] = (ushort)crc;
        }
        return table;
    }
}
