namespace Gateway.Fieldbus.Modbus;

/// <summary>One running time-out at a time: one timer and one token source serve request after request without allocating.</summary>
/// <remarks>Started and stopped by one owner at a time. A timer that fires late, when the next time-out runs already, sees that its time has not
/// come.</remarks>
internal sealed class Deadline(TimeProvider time) : IDisposable
{
    /// <summary>Timers count whole milliseconds.</summary>
    private static readonly TimeSpan TimerStep = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _caller;
    private ITimer? _timer;
    private long _startedAt;
    private TimeSpan _span;
    private bool _running;
    private bool _passed;

    /// <summary>Starts a time-out, or starts it anew.</summary>
    /// <returns>Cancelled when the span has passed or the caller cancels.</returns>
    public CancellationToken Start(TimeSpan span, CancellationToken caller)
    {
        _caller.Dispose();
        lock (_gate)
        {
            // Not disposed: it has no timer of its own, and the firing that used it up may still be at work.
            if (_passed || !_source.TryReset()) _source = new CancellationTokenSource();
            _passed = false;
            _running = true;
            _startedAt = time.GetTimestamp();
            _span = span;
            _timer ??= time.CreateTimer(static state => ((Deadline)state!).Pass(cut: false), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Arm(span);
        }
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        return _source.Token;
    }

    /// <summary>Lets the running time-out end after this span, unless it ends earlier anyway. One that has passed stays passed: a line that never falls
    /// silent would else begin it again for ever.</summary>
    public void Shorten(TimeSpan span)
    {
        lock (_gate)
        {
            if (!_running) return;
            var end = time.GetElapsedTime(_startedAt) + span;
            if (end < _span) _span = end;
        }
        Pass(cut: false);
    }

    /// <summary>Ends the running time-out now; may be called from anywhere.</summary>
    public void Cut() => Pass(cut: true);

    public void Stop()
    {
        _caller.Dispose();
        lock (_gate)
        {
            if (!_running) return;
            _running = false;
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        Stop();
        _timer?.Dispose();
    }

    private void Pass(bool cut)
    {
        CancellationTokenSource source;
        lock (_gate)
        {
            if (!_running) return;
            var left = _span - time.GetElapsedTime(_startedAt);
            if (left >= TimerStep && !cut)
            {
                Arm(left);
                return;
            }
            _running = false;
            _passed = true;
            source = _source;
        }
        source.Cancel();
    }

    private void Arm(TimeSpan span) =>
        _timer!.Change(TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
}
