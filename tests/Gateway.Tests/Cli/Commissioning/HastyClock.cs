using Gateway.Testing;

namespace Gateway.Tests.Cli.Commissioning;

/// <summary>A test clock on which a pause is over as soon as it begins, while a time-out waits until its time has been passed: one thread can play
/// hours.</summary>
/// <remarks>A pause creates its timer with its time (Task.Delay); a time-out that is used again and again sets it afterwards.</remarks>
internal sealed class HastyClock : TimeProvider
{
    private readonly TestClock _clock = new();

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _clock.LocalTimeZone;

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public void Advance(TimeSpan by) => _clock.Advance(by);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _clock.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan) _clock.Advance(dueTime);
        return timer;
    }
}
