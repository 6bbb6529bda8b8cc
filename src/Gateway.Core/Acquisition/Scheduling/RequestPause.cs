namespace Gateway.Core.Acquisition.Scheduling;

/// <summary>The gap that devices of a bus want between the end of a request and the next one.</summary>
internal sealed class RequestPause(LoopClock clock)
{
    private TimeSpan _lastEnd = TimeSpan.MinValue;

    /// <summary>Waits until the gap is over.</summary>
    public ValueTask PassAsync(TimeSpan gap, CancellationToken stop) =>
        gap > TimeSpan.Zero && _lastEnd + gap is var free && free > clock.Now ? new(Task.Delay(free - clock.Now, clock.Time, stop)) : ValueTask.CompletedTask;

    /// <summary>A request with a gap after it is over.</summary>
    public void Begin() => _lastEnd = clock.Now;
}
