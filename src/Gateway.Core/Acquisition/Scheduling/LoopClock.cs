namespace Gateway.Core.Acquisition.Scheduling;

/// <summary>Monotonic time since a loop was made: what all its decisions count in. A step of the wall clock does not touch it.</summary>
internal sealed class LoopClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    public TimeProvider Time => time;

    public TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>UTC wall time in milliseconds, for stamps.</summary>
    public long WallMs => time.GetUtcNow().ToUnixTimeMilliseconds();
}
