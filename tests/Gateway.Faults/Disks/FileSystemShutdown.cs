using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Faults.Disks;

/// <summary>Ends a mounted ext4 at once: its ioctl EXT4_IOC_SHUTDOWN, without flushing the journal (Linux, fs/ext4/ioctl.c).</summary>
internal static partial class FileSystemShutdown
{
    // _IOR('X', 125, __u32)
    private const uint Shutdown = 0x8004587D;
    private const uint NoLogFlush = 2;
    private const int ReadOnly = 0;

    public static void Of(string folder)
    {
        using var handle = Open(folder, ReadOnly);
        uint how = NoLogFlush;
        if (handle.IsInvalid || Control(handle, Shutdown, ref how) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, ref uint argument);
}
