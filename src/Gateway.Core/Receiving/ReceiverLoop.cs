using Gateway.Core.Documents;
using Gateway.Mqtt;

namespace Gateway.Core.Receiving;

/// <summary>Runs a <see cref="Receiver"/> at a broker: messages in, commands and receipts out, messages into a folder when there is one.</summary>
/// <param name="filter">Topic filter of all that gateways publish.</param>
/// <param name="store">Null to keep nothing. Its messages have been taken by the receiver.</param>
/// <param name="tell">Gets what a person should know on the way.</param>
internal sealed class ReceiverLoop(IMqttSession session, string filter, Receiver receiver, ReceivedStore? store, TimeProvider time, Action<Wording> tell)
{
    private const int MostInARow = 256;

    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _publishTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _reconnectAfter = TimeSpan.FromSeconds(2);

    private readonly long _started = time.GetTimestamp();

    private bool _hasSubscribed;

    private TimeSpan Now => time.GetElapsedTime(_started);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Runs until the plan is over, everything is proven, or it is told to stop.</summary>
    /// <returns>Null when it ran; why the broker could not be reached, or does not let us listen, when it never began.</returns>
    /// <exception cref="IOException">The folder does not take what came; also <see cref="UnauthorizedAccessException"/>.</exception>
    public async Task<string?> RunAsync(ReceiverPlan plan, CancellationToken stop)
    {
        if (await ConnectAsync(stop).ConfigureAwait(false) is { } trouble) return trouble;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var staying = StayConnectedAsync(ending.Token);
        try
        {
            await ReceiveAsync(plan, ending.Token).ConfigureAwait(false);
            store?.Flush();
            await PublishAsync(receiver.ReceiptsDue(Now, isLast: true), ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What is proven by now is what there is to report.
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await staying.ConfigureAwait(false);
        }
        store?.Flush();
        return null;
    }

    private async Task ReceiveAsync(ReceiverPlan plan, CancellationToken stop)
    {
        var incoming = session.IncomingAsync(stop).GetAsyncEnumerator(stop);
        using var ticks = new PeriodicTimer(_tick, time);
        var next = incoming.MoveNextAsync().AsTask();
        var tick = ticks.WaitForNextTickAsync(stop).AsTask();
        TimeSpan? settledAt = null;
        while (true)
        {
            await Task.WhenAny(next, tick).ConfigureAwait(false);
            for (int taken = 0; taken < MostInARow && next.IsCompleted; taken++, next = incoming.MoveNextAsync().AsTask())
            {
                if (!await next.ConfigureAwait(false)) return;
                Take(incoming.Current);
            }
            if (!tick.IsCompleted) continue;
            await tick.ConfigureAwait(false);
            tick = ticks.WaitForNextTickAsync(stop).AsTask();
            await WorkAsync(stop).ConfigureAwait(false);
            if (settledAt is null && Now >= plan.Listen)
            {
                settledAt = Now;
                receiver.Settle();
            }
            bool isOver = settledAt is { } at && ((plan.Prove != Timeout.InfiniteTimeSpan && Now - at >= plan.Prove) || ReceiverReport.Of(receiver).IsProven);
            if (isOver) return;
        }
    }

    private void Take(MqttPublish publish)
    {
        if (receiver.Take(publish, Now, NowMs) is not { } received || store is null || store.Append(received)) return;
        tell(($"{publish.Topic} {received.Message.Seq}: not stored, it has line breaks or too long a name", $"{publish.Topic} {received.Message.Seq}：含换行或名称过长，未保存"));
    }

    private Task WorkAsync(CancellationToken stop)
    {
        store?.Flush();
        return PublishAsync([.. receiver.ReceiptsDue(Now, isLast: false), .. receiver.CommandsDue(Now, NowMs)], stop);
    }

    private async Task PublishAsync(IReadOnlyList<MqttPublish> messages, CancellationToken stop)
    {
        foreach (var message in messages)
        {
            using var patience = new CancellationTokenSource(_publishTime, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
            try
            {
                // A command that is lost is asked again when no answer comes; a receipt is followed by the next.
                var result = await session.PublishAsync(message, either.Token).ConfigureAwait(false);
                if (result.Reason >= MqttReasonCode.UnspecifiedError && result.Outcome == MqttPublishOutcome.Answered)
                    tell(($"the broker does not take {message.Topic}: {result.Reason}", $"服务器不接受 {message.Topic}：{result.Reason}"));
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                // No answer in time.
            }
        }
    }

    private async Task StayConnectedAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var end = await session.Ended.WaitAsync(stop).ConfigureAwait(false);
                tell(($"the connection ended: {end.Detail}", $"连接断开：{end.Detail}"));
                do await Task.Delay(_reconnectAfter, time, stop).ConfigureAwait(false);
                while (await ConnectAsync(stop).ConfigureAwait(false) is not null);
                tell(("connected again", "已重新连接"));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nothing more is wanted.
        }
    }

    /// <returns>Null when messages come from now on.</returns>
    private async Task<string?> ConnectAsync(CancellationToken stop)
    {
        if (session.Ended.IsCompleted)
        {
            var result = await session.ConnectAsync(stop).ConfigureAwait(false);
            if (result.Outcome != MqttConnectOutcome.Connected) return result.Detail ?? $"{result.Reason}";
            if (result.SessionPresent && _hasSubscribed) return null;
        }
        // Also where the broker knows us from a run before: with the subscription it gives again what it keeps, births among it.
        var answer = await session.SubscribeAsync([new MqttSubscription(filter)], stop).ConfigureAwait(false);
        if (!answer.Sent) return "the connection ended";
        _hasSubscribed = answer.Reasons is [< MqttReasonCode.UnspecifiedError];
        return _hasSubscribed ? null : $"the broker does not let us subscribe to {filter}: {answer.Reasons[0]}";
    }
}
