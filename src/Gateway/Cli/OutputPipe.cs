using System.Runtime.InteropServices;

namespace Gateway.Cli;

/// <summary>
/// The pipe that a command writes into. The runtime ignores SIGPIPE and the console swallows EPIPE, so a command that streams would go on for ever after
/// <c>head</c> has seen enough, and keep a borrowed bus meanwhile.
/// </summary>
internal static partial class OutputPipe
{
    public const int StandardOutput = 1;

    // poll(2). POLLERR and POLLHUP come without being asked for: the last reader of the pipe is gone.
    private const short ErrorOrHangUp = 0x008 | 0x010;
    private const int Interrupted = 4;

    /// <summary>Cancels when nobody reads any more. The thread that waits for it ends with the process.</summary>
    /// <param name="descriptor">Of the pipe's end that is written to.</param>
    public static void EndWithReader(int descriptor, CancellationTokenSource ending) =>
        new Thread(() => Wait(descriptor, ending)) { IsBackground = true, Name = "output" }.Start();

    private static void Wait(int descriptor, CancellationTokenSource ending)
    {
        var watched = new PollRequest { Descriptor = descriptor };
        int ready;
        do ready = Poll(ref watched, 1, -1);
        while (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        if (ready < 1 || (watched.Returned & ErrorOrHangUp) == 0) return;
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command was over first.
        }
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest requests, nuint count, int timeoutMs);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Asked;
        public short Returned;
    }
}
