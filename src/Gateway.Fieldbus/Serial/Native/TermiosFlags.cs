namespace Gateway.Fieldbus.Serial.Native;

/// <summary>The bits of <see cref="Termios2"/> this program sets or reads (asm-generic/termbits.h and termbits-common.h).</summary>
internal static class TermiosFlags
{
    // c_iflag
    public const uint CheckParity = 0x10; // INPCK

    // c_cflag
    public const uint SizeMask = 0x30; // CSIZE
    public const uint Size7 = 0x20; // CS7
    public const uint Size8 = 0x30; // CS8
    public const uint TwoStopBits = 0x40; // CSTOPB
    public const uint Receive = 0x80; // CREAD
    public const uint Parity = 0x100; // PARENB
    public const uint ParityOdd = 0x200; // PARODD
    public const uint HangUpOnClose = 0x400; // HUPCL
    public const uint Local = 0x800; // CLOCAL
    public const uint StickyParity = 0x4000_0000; // CMSPAR

    // c_cc
    public const int Time = 5; // VTIME
    public const int Minimum = 6; // VMIN
}
