using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gateway.Fieldbus.Serial.Native;

/// <summary>The kernel's <c>struct termios2</c> (asm-generic/termbits.h), 44 bytes on x86-64 and arm64 alike. With BOTHER it takes any baud rate.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Termios2
{
    public uint InputFlags;
    public uint OutputFlags;
    public uint ControlFlags;
    public uint LocalFlags;
    public byte LineDiscipline;
    public ControlCharacters Characters;
    public uint InputSpeed;
    public uint OutputSpeed;

    [InlineArray(19)]
    public struct ControlCharacters
    {
        private byte _first;
    }
}
