using System.Threading.Tasks.Sources;

namespace Gateway.Mqtt.Sessions;

/// <summary>One publish from the call to its answer: the message, its packet identifier, and the caller who waits.</summary>
internal sealed class PendingPublish(MqttPublish message) : IValueTaskSource<MqttPublishResult>
{
    // Continuations run elsewhere: the one who completes may be the reader loop, or hold the session's lock.
    private ManualResetValueTaskSourceCore<MqttPublishResult> _source = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private int _isSettled;

    public MqttPublish Message { get; } = message;

    public ushort PacketIdentifier { get; set; }

    /// <summary>Its place among all messages sent, for the order in which they are sent again.</summary>
    public long Order { get; set; }

    /// <summary>Whether it was answered, or its caller has stopped waiting.</summary>
    public bool IsSettled => Volatile.Read(ref _isSettled) != 0;

    /// <summary>What the caller awaits. Cancelling ends the waiting; a message in flight stays in flight.</summary>
    public ValueTask<MqttPublishResult> WaitAsync(CancellationToken cancel)
    {
        if (cancel.CanBeCanceled)
            _cancellation = cancel.UnsafeRegister(static (pending, token) => ((PendingPublish)pending!).Cancel(token), this);
        return new ValueTask<MqttPublishResult>(this, _source.Version);
    }

    public void Complete(MqttPublishOutcome outcome, MqttReasonCode reason, string? reasonString = null)
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0) _source.SetResult(new MqttPublishResult(outcome, reason, reasonString));
    }

    public MqttPublishResult GetResult(short token)
    {
        _cancellation.Unregister();
        return _source.GetResult(token);
    }

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0) _source.SetException(new OperationCanceledException(cancel));
    }
}
