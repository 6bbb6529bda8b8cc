using System.Threading.Tasks.Sources;

namespace Gateway.Core.Acquisition.Scheduling;

/// <summary>What an idle loop waits on: a time, or somebody who wakes it. One timer for a loop's whole life, and no allocation per wait.</summary>
/// <remarks>One waiter at a time. A wake-up while nobody waits is kept for the next wait; a wake-up too many does no harm.</remarks>
internal sealed class WakeUp : IValueTaskSource, IDisposable
{
    /// <summary>Timers count in milliseconds; less would be a busy loop until the time has come.</summary>
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan _longest = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true };
    private bool _isWaiting;
    private bool _isSet;

    public WakeUp(TimeProvider time) =>
        _timer = time.CreateTimer(static wakeUp => ((WakeUp)wakeUp!).Set(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Waits for <see cref="Set"/>, at most for the time given or an hour.</summary>
    public ValueTask WaitAsync(TimeSpan most)
    {
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return ValueTask.CompletedTask;
            }
            _source.Reset();
            _isWaiting = true;
        }
        _timer.Change(most < _shortest ? _shortest : most > _longest ? _longest : most, Timeout.InfiniteTimeSpan);
        return new ValueTask(this, _source.Version);
    }

    public void Set()
    {
        lock (_gate)
        {
            if (!_isWaiting)
            {
                _isSet = true;
                return;
            }
            _isWaiting = false;
        }
        _source.SetResult(true);
    }

    public void Dispose() => _timer.Dispose();

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
