using System.Runtime.InteropServices;
using Gateway.Core.Buffering;

namespace Gateway.Hosting;

/// <summary>The wall clock, and whether it can be trusted. Asks the kernel, which knows whether something synchronises it.</summary>
/// <remarks>
/// A box whose real-time clock has no battery begins in 2000 or at the time of its image: every certificate is then "not yet valid", and what is stored would
/// lie before what was stored. So a clock that is earlier than a time that is certainly over is not believed: time then goes on from that one, and is said to
/// be unset. It is believed again as soon as the kernel says it is synchronised, somebody sets it (it then moves otherwise than the monotonic clock), or it
/// comes past that time by itself.
/// </remarks>
internal sealed partial class WallClock : TimeProvider
{
    /// <summary>adjtimex(2): the return value when the clock is not synchronised.</summary>
    private const int TimeError = 5;

    /// <summary>Larger than struct timex on any architecture (208 bytes on 64 bits); zero in its first field means "change nothing".</summary>
    private const int TimexLength = 512;

    /// <summary>A clock without a battery that is kept in a file is hours behind.</summary>
    private static readonly TimeSpan _furthestBehind = TimeSpan.FromDays(7);

    private static readonly TimeSpan _leastStep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _askKernelEvery = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _system;
    private readonly DateTimeOffset _earliest;
    private readonly Func<bool> _isSynchronized;
    private readonly (DateTimeOffset Wall, long Monotonic) _start;
    private long _askedAt;
    private volatile bool _isHeld;
    private bool _wasSynchronized;

    /// <param name="system">The clocks of the machine.</param>
    /// <param name="earliest">A time that is certainly over: nothing was built or stored before it.</param>
    public WallClock(TimeProvider system, DateTimeOffset earliest) : this(system, earliest, AsksKernel)
    {
    }

    internal WallClock(TimeProvider system, DateTimeOffset earliest, Func<bool> isSynchronized)
    {
        _system = system;
        _earliest = earliest;
        _isSynchronized = isSynchronized;
        _start = (system.GetUtcNow(), system.GetTimestamp());
        _askedAt = _start.Monotonic;
        _isHeld = _start.Wall < earliest && !isSynchronized();
    }

    /// <summary>A clock that is not believed when it is earlier than the last time that a gateway knew, or than the day on which this program was
    /// built.</summary>
    /// <param name="dataFolder">Of the store; null when there is none.</param>
    public static WallClock Since(TimeProvider system, string? dataFolder, Func<bool>? isSynchronized = null)
    {
        var known = dataFolder is null ? null : LastKnownTime.In(dataFolder);
        var now = system.GetUtcNow();
        // A clock that can be right is weeks behind what was known when that was wrong: somebody had set it years ahead. It must not stay so for ever.
        bool isKnownWrong = now >= ProgramVersion.Built && known - now > _furthestBehind;
        return new WallClock(system, !isKnownWrong && known > ProgramVersion.Built ? known.Value : ProgramVersion.Built, isSynchronized ?? AsksKernel);
    }

    public override long TimestampFrequency => _system.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _system.LocalTimeZone;

    public override long GetTimestamp() => _system.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _system.CreateTimer(callback, state, dueTime, period);

    public override DateTimeOffset GetUtcNow()
    {
        var now = _system.GetUtcNow();
        if (!_isHeld) return now;
        var passed = _system.GetElapsedTime(_start.Monotonic);
        bool wasSet = (now - _start.Wall - passed).Duration() > _leastStep;
        if (now < _earliest && !wasSet && !IsSynchronizedByNow()) return _earliest + passed;
        _isHeld = false;
        return now;
    }

    public ClockState State()
    {
        bool isEarly = GetUtcNow() < _earliest;
        if (_isSynchronized())
        {
            _wasSynchronized = true;
            _isHeld = false;
            return ClockState.Synchronized;
        }
        if (_isHeld || isEarly) return ClockState.Unset;
        return _wasSynchronized ? ClockState.Holdover : ClockState.Free;
    }

    /// <summary>Time is asked for with each reading, the kernel is not.</summary>
    private bool IsSynchronizedByNow()
    {
        if (_system.GetElapsedTime(Volatile.Read(ref _askedAt)) < _askKernelEvery) return false;
        Volatile.Write(ref _askedAt, _system.GetTimestamp());
        return _isSynchronized();
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

    private static bool AsksKernel()
    {
        Span<byte> timex = stackalloc byte[TimexLength];
        timex.Clear();
        int state = AdjTimeX(ref MemoryMarshal.GetReference(timex));
        return state is >= 0 and not TimeError;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjTimeX(ref byte timex);
}
