namespace Gateway.Testing;

/// <summary>A clock that stands still until a test moves it. The wall clock can be stepped while the monotonic one runs on.</summary>
/// <remarks>The tick frequency is odd on purpose, so that code which takes a timestamp for 100 ns ticks is found out.</remarks>
public sealed class TestClock(DateTimeOffset? start = null) : TimeProvider
{
    private const long Frequency = 3_141_593;

    private readonly Lock _gate = new();
    private readonly List<TestTimer> _timers = [];
    private DateTimeOffset _wall = start ?? new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private TimeSpan _monotonic = TimeSpan.FromHours(1);

    public override long TimestampFrequency => Frequency;

    public override long GetTimestamp()
    {
        lock (_gate) return (long)(_monotonic.TotalSeconds * Frequency);
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _wall;
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timers that wait for this clock now; a test awaits code until it has armed its timer, then advances.</summary>
    public int ArmedTimers
    {
        get { lock (_gate) return _timers.Count(t => t.Due is not null); }
    }

    /// <summary>How long until the next of them falls due; null when none waits.</summary>
    public TimeSpan? NextDue
    {
        get { lock (_gate) return _timers.Min(t => t.Due) - _monotonic; }
    }

    /// <summary>Steps the wall clock only, as NTP or a person does.</summary>
    public void StepWallClock(TimeSpan by)
    {
        lock (_gate) _wall += by;
    }

    /// <summary>Lets time pass on both clocks and fires every timer that falls due, in order of due time.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan end;
        lock (_gate) end = _monotonic + by;
        while (true)
        {
            TestTimer? next;
            lock (_gate)
            {
                next = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
                var until = next?.Due ?? end;
                if (until > _monotonic)
                {
                    _wall += until - _monotonic;
                    _monotonic = until;
                }
                next?.Rearm();
            }
            if (next is null) return;
            next.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class TestTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public TimeSpan? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool fireNow;
            lock (clock._gate)
            {
                _period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._monotonic + dueTime;
                if (!clock._timers.Contains(this)) clock._timers.Add(this);
                fireNow = dueTime == TimeSpan.Zero;
                if (fireNow) Rearm();
            }
            if (fireNow) ThreadPool.QueueUserWorkItem(_ => Fire());
            return true;
        }

        /// <summary>Called under the clock's lock, when the timer is about to fire.</summary>
        public void Rearm() => Due = _period > TimeSpan.Zero ? Due + _period : null;

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock._gate)
            {
                Due = null;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
