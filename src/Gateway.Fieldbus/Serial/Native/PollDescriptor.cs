using System.Runtime.InteropServices;

namespace Gateway.Fieldbus.Serial.Native;

/// <summary><c>struct pollfd</c> of poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public const short In = 0x01; // POLLIN
    public const short Out = 0x04; // POLLOUT
    public const short Error = 0x08; // POLLERR
    public const short HangUp = 0x10; // POLLHUP
    public const short Invalid = 0x20; // POLLNVAL

    public int Descriptor;
    public short Events;
    public short Returned;
}
