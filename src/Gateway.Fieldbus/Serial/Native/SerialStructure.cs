using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gateway.Fieldbus.Serial.Native;

/// <summary>The kernel's <c>struct serial_struct</c> (linux/serial.h), 72 bytes where pointers have 64 bits; only its flags matter here.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SerialStructure
{
    public const int LowLatency = 1 << 13; // ASYNC_LOW_LATENCY

    public FourNumbers TypeLinePortAndInterrupt;
    public int Flags;
    public ThirteenNumbers TheRest;

    [InlineArray(4)]
    public struct FourNumbers
    {
        private int _first;
    }

    [InlineArray(13)]
    public struct ThirteenNumbers
    {
        private int _first;
    }
}
