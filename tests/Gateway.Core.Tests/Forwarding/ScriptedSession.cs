using Gateway.Core.Forwarding;
using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding;

/// <summary>The session contract over a scripted broker: keeps what is in flight over connections, and sends it again when the session is resumed.</summary>
internal sealed class ScriptedSession(ScriptedBroker broker, FeedSessionRequest request) : IMqttSession
{
    private static readonly MqttConnectionEnd _never = new(default, false, "never connected");

    private readonly List<PendingMessage> _pending = [];
    private TaskCompletionSource<MqttConnectionEnd> _ended = Completed();
    private TaskCompletionSource _place = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isConnected;
    private bool _hasSession;

    public FeedSessionRequest Request => request;

    public int Window => Math.Min(request.Feed.Window, broker.Limits.ReceiveMaximum);

    public int InFlight
    {
        get { lock (broker.Gate) return _pending.Count; }
    }

    public Task<MqttConnectionEnd> Ended
    {
        get { lock (broker.Gate) return _ended.Task; }
    }

    public ValueTask<MqttConnectResult> ConnectAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (broker.Gate)
        {
            var result = broker.Connect(this, _hasSession);
            if (result.Outcome != MqttConnectOutcome.Connected) return ValueTask.FromResult(result);
            _isConnected = true;
            _hasSession = true;
            _ended = new TaskCompletionSource<MqttConnectionEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
            foreach (var pending in _pending.ToArray())
            {
                if (!result.SessionPresent) pending.Settle(new MqttPublishResult(MqttPublishOutcome.SessionLost, default));
                else if (_isConnected) broker.Receive(pending, _pending.Count);
            }
            return ValueTask.FromResult(result);
        }
    }

    public async ValueTask<MqttPublishResult> PublishAsync(MqttPublish message, CancellationToken cancel)
    {
        while (true)
        {
            Task place;
            lock (broker.Gate)
            {
                if (!_isConnected) return new MqttPublishResult(MqttPublishOutcome.NotSent, default);
                if (_pending.Count < Window)
                {
                    var pending = new PendingMessage(message, Remove);
                    _pending.Add(pending);
                    broker.Receive(pending, _pending.Count);
                    cancel.Register(() => { lock (broker.Gate) pending.Cancel(cancel); });
                    place = pending.Result;
                }
                else
                {
                    place = _place.Task;
                }
            }
            if (place is Task<MqttPublishResult> result) return await result;
            await place.WaitAsync(cancel);
        }
    }

    public ValueTask<MqttSubscribeResult> SubscribeAsync(IReadOnlyList<MqttSubscription> subscriptions, CancellationToken cancel) =>
        ValueTask.FromResult(broker.Subscribe(subscriptions));

    public IAsyncEnumerable<MqttPublish> IncomingAsync(CancellationToken cancel) => broker.Outgoing.ReadAllAsync(cancel);

    public ValueTask DisconnectAsync(CancellationToken cancel)
    {
        broker.Disconnected();
        End(new MqttConnectionEnd(MqttReasonCode.Success, false, "disconnected"));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        End(_never);
        return ValueTask.CompletedTask;
    }

    public void End(MqttConnectionEnd end)
    {
        lock (broker.Gate)
        {
            if (!_isConnected) return;
            _isConnected = false;
            broker.Forget();
            _ended.TrySetResult(end);
            FreePlace();
        }
    }

    private void Remove(PendingMessage message)
    {
        _pending.Remove(message);
        FreePlace();
    }

    private void FreePlace()
    {
        _place.TrySetResult();
        _place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static TaskCompletionSource<MqttConnectionEnd> Completed()
    {
        var source = new TaskCompletionSource<MqttConnectionEnd>();
        source.SetResult(_never);
        return source;
    }
}
