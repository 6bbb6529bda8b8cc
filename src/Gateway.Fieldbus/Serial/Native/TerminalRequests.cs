namespace Gateway.Fieldbus.Serial.Native;

/// <summary>ioctl requests of terminals.</summary>
/// <remarks>
/// asm-generic/ioctls.h, which x86-64 and arm64 both use unchanged (MIPS, PowerPC and SPARC do not). The C library only passes them on,
/// so glibc and musl need no difference. The numbers with a size in them are _IOR and _IOW of the structures beside this file.
/// </remarks>
internal static class TerminalRequests
{
    public const uint GetSettings2 = 0x802C542A; // TCGETS2
    public const uint SetSettings2 = 0x402C542B; // TCSETS2
    public const uint Flush = 0x540B; // TCFLSH
    public const uint SetExclusive = 0x540C; // TIOCEXCL
    public const uint ClearExclusive = 0x540D; // TIOCNXCL
    public const uint CountUnread = 0x541B; // TIOCINQ, FIONREAD
    public const uint GetSerial = 0x541E; // TIOCGSERIAL
    public const uint SetSerial = 0x541F; // TIOCSSERIAL
    public const uint SetRs485 = 0x542F; // TIOCSRS485
    public const uint GetPtyNumber = 0x80045430; // TIOCGPTN
    public const uint SetPtyLock = 0x40045431; // TIOCSPTLCK
    public const uint OpenPtyPeer = 0x5441; // TIOCGPTPEER

    public const int FlushInput = 0; // TCIFLUSH
    public const int FlushBoth = 2; // TCIOFLUSH
}
