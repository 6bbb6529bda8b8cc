namespace Gateway.Fieldbus.Serial.Native;

/// <summary>Error numbers of Linux (asm-generic/errno-base.h): the same on x86-64 and arm64, with glibc and with musl.</summary>
internal static class Errno
{
    public const int NotPermitted = 1; // EPERM
    public const int NoEntry = 2; // ENOENT
    public const int Interrupted = 4; // EINTR
    public const int InputOutput = 5; // EIO
    public const int NoDeviceOrAddress = 6; // ENXIO
    public const int TryAgain = 11; // EAGAIN, EWOULDBLOCK
    public const int AccessDenied = 13; // EACCES
    public const int Busy = 16; // EBUSY
    public const int NoDevice = 19; // ENODEV
    public const int NotADirectory = 20; // ENOTDIR
    public const int IsADirectory = 21; // EISDIR
    public const int NotATerminal = 25; // ENOTTY
}
