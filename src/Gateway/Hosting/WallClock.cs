using System.Runtime.InteropServices;
using Gateway.Core.Buffering;

namespace Gateway.Hosting;

/// <summary>Whether the wall clock can be trusted: asks the kernel, which knows whether something synchronises it.</summary>
/// <param name="earliest">A time that is certainly over: nothing was built before it.</param>
internal sealed partial class WallClock(TimeProvider time, DateTimeOffset earliest)
{
    /// <summary>adjtimex(2): the return value when the clock is not synchronised.</summary>
    private const int TimeError = 5;

    /// <summary>Larger than struct timex on any architecture (208 bytes on 64 bits); zero in its first field means "change nothing".</summary>
    private const int TimexLength = 512;

    private bool _wasSynchronized;

    public ClockState State()
    {
        if (time.GetUtcNow() < earliest) return ClockState.Unset;
        if (IsSynchronized())
        {
            _wasSynchronized = true;
            return ClockState.Synchronized;
        }
        return _wasSynchronized ? ClockState.Holdover : ClockState.Free;
    }

    /// <summary>The kernel's bound on the error, which grows until the next synchronisation.</summary>
    public static TimeSpan MaximumError()
    {
        Span<byte> timex = stackalloc byte[TimexLength];
        timex.Clear();
        // struct timex: unsigned modes, then long offset, freq, maxerror (microseconds).
        bool failed = AdjTimeX(ref MemoryMarshal.GetReference(timex)) < 0;
        return failed ? TimeSpan.Zero : TimeSpan.FromMicroseconds(MemoryMarshal.Read<nint>(timex[(3 * nint.Size)..]));
    }

    private static bool IsSynchronized()
    {
        Span<byte> timex = stackalloc byte[TimexLength];
        timex.Clear();
        int state = AdjTimeX(ref MemoryMarshal.GetReference(timex));
        return state is >= 0 and not TimeError;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjTimeX(ref byte timex);
}
