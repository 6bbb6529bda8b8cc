using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Gateway.Testing;

/// <summary>The signals tests send to their own children. The numbers are those of Linux on x86-64 and arm64.</summary>
internal static partial class PosixSignal
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int User1 = 10;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int processId, int signal)
    {
        if (SendSignal(processId, signal) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
