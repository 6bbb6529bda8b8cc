using Gateway.Core.Buffering;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>Stores a heartbeat every minute. It is sealed and sent like every message, so a platform that misses three knows that a gateway is silent, and one
/// that gets them late sees how things stood.</summary>
public sealed class HeartbeatLoop(ProofSurroundings around, TimeProvider time, ILogger<HeartbeatLoop> logger)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(60);

    /// <summary>Runs until told to stop. While the disk takes nothing it waits with the one heartbeat that it has, and makes no more.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        long started = time.GetTimestamp();
        using var interval = new PeriodicTimer(Every, time);
        try
        {
            while (await interval.WaitForNextTickAsync(stop).ConfigureAwait(false)) await BeatAsync(time.GetElapsedTime(started), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The feeds say goodbye in their own way.
        }
    }

    private async Task BeatAsync(TimeSpan uptime, CancellationToken stop)
    {
        try
        {
            byte[] body = Heartbeat.Body(HeartbeatFacts.Of(around, time.GetUtcNow(), uptime));
            await around.Buffer.AppendEventAsync(MessageKind.Heartbeat, body, null, stop).ConfigureAwait(false);
        }
        catch (StoreException failure)
        {
            Log.NoHeartbeat(logger, failure.Message);
        }
    }
}
