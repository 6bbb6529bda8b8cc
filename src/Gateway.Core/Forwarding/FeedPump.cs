using Gateway.Core.Forwarding.Commands;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>Works one connection of a feed: sends while there is something to send and a place for it, waits while there is not, and closes in order.</summary>
/// <param name="inbox">What others ask of the loop.</param>
/// <param name="wake">Rung when a publish has ended and when it is time to stop.</param>
/// <param name="now">The feed's own monotonic clock.</param>
internal sealed class FeedPump(
    FeedTraffic traffic, FeedCondition condition, FeedSurroundings around, FeedInbox inbox, WakeUp wake, Func<TimeSpan> now, TimeProvider time)
{
    // A thinned feed passes over thousands of batches; others get their turn on the thread in between.
    private const int StepsInARow = 64;

    private static readonly TimeSpan _acknowledgeTime = TimeSpan.FromSeconds(1.5);

    /// <returns>Why the connection ended; null when told to stop or when the session must be begun anew.</returns>
    public async Task<MqttConnectionEnd?> RunAsync(IMqttSession session, CancellationToken abandon, CancellationToken stop)
    {
        Task? more = null;
        var resumption = time.CreateTimer(_ => wake.Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await using var resumptionEnds = resumption.ConfigureAwait(false);
        for (int steps = 1; ; steps++)
        {
            wake.Answer();
            // Taken before the lanes are looked at, so that what is stored meanwhile wakes us.
            long commits = around.Buffer.Commits;
            await traffic.TakeEndedAsync().ConfigureAwait(false);
            inbox.Do(traffic);
            if (session.Ended.IsCompleted) return await session.Ended.ConfigureAwait(false);
            if (stop.IsCancellationRequested || traffic.NeedsNewSession) return null;
            if (traffic.SendNext(session, abandon))
            {
                if (steps % StepsInARow == 0) await Task.Yield();
                continue;
            }
            condition.Progressed(traffic);
            if (more is null or { IsCompleted: true }) more = around.Buffer.WaitForAnyAsync(commits, abandon).AsTask();
            resumption.Change(UntilResumption(), Timeout.InfiniteTimeSpan);
            await Task.WhenAny(wake.Rung, more, session.Ended).ConfigureAwait(false);
        }
    }

    /// <summary>Tells the platform that this end is meant, waits a while for what is in flight, and says DISCONNECT.</summary>
    /// <param name="farewell">The last message.</param>
    /// <param name="abandon">Gives the session up.</param>
    public async Task CloseAsync(IMqttSession session, MqttPublish farewell, CancellationToken abandon)
    {
        using var all = new CancellationTokenSource(FeedLoop.StopTime, time);
        using var patience = new CancellationTokenSource(_acknowledgeTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, abandon);
        Task said = session.PublishAsync(farewell, either.Token).AsTask();
        Task settled = Task.WhenAll(said, traffic.WhenAllEnded());
        Task over = Task.WhenAny(settled, session.Ended);
        await over.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await patience.CancelAsync().ConfigureAwait(false);
        await said.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await session.DisconnectAsync(all.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (all.IsCancellationRequested)
        {
            // The broker does not read. Disposing of the session closes the connection all the same.
        }
    }

    private TimeSpan UntilResumption()
    {
        if (traffic.NextResumption() is not { } at) return Timeout.InfiniteTimeSpan;
        var wait = at - now();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
