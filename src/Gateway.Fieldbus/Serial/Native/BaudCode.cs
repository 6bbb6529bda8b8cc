namespace Gateway.Fieldbus.Serial.Native;

/// <summary>How a baud rate is written into the control flags (CBAUD of asm-generic/termbits.h).</summary>
internal static class BaudCode
{
    public const uint Other = 0x1000; // BOTHER: the rate stands in c_ospeed

    // B0 to B38400 are 0 to 15, B57600 to B4000000 are 0x1001 to 0x100F.
    private static readonly int[] Low = [0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400];

    private static readonly int[] High =
        [57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000, 1152000, 1500000, 2000000, 2500000, 3000000, 3500000, 4000000];

    /// <summary>A rate that has a code gets it although BOTHER would do, because stty and other tools know the codes only and show the others as 0.</summary>
    public static uint Of(int baudRate)
    {
        int low = Array.IndexOf(Low, baudRate, 1);
        if (low > 0) return (uint)low;
        int high = Array.IndexOf(High, baudRate);
        return high < 0 ? Other : Other + 1 + (uint)high;
    }
}
