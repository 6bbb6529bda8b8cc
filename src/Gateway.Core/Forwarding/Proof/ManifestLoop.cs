using System.Threading.Channels;
using Gateway.Core.Buffering;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>Makes manifests: every hour, when an epoch begins, and when asked. They are sealed into the diag lane like every message.</summary>
public sealed class ManifestLoop(ProofSurroundings around, TimeProvider time, ILogger<ManifestLoop> logger)
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    // A minute of messages is still in memory, so following costs no reading from disk.
    private static readonly TimeSpan _followEvery = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan _tryAgainAfter = TimeSpan.FromSeconds(10);

    private readonly ChainKeeper _chains = new(around.Gateway, around.Buffer);
    private readonly Dictionary<string, long> _quarantinedBefore = [];
    private readonly Channel<TaskCompletionSource<IReadOnlyList<byte[]>>> _asked =
        Channel.CreateBounded<TaskCompletionSource<IReadOnlyList<byte[]>>>(new BoundedChannelOptions(4) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>How long the first manifest of a program start has to wait: the rest of the hour since the last one.</summary>
    /// <param name="lastMs">When the last manifest was sealed, UTC milliseconds; null when there is none.</param>
    /// <returns>Nothing to an hour: a wall clock that was stepped makes no manifest later than that.</returns>
    internal static TimeSpan UntilFirst(long? lastMs, DateTimeOffset now)
    {
        if (lastMs is not { } ms) return Every;
        long left = (long)Every.TotalMilliseconds - (now.ToUnixTimeMilliseconds() - ms);
        return TimeSpan.FromMilliseconds(Math.Clamp(left, 0, (long)Every.TotalMilliseconds));
    }

    /// <summary>Has manifests of all lanes made now.</summary>
    /// <returns>Their bodies, when they are stored; null when too many ask at once or the loop has ended.</returns>
    public async Task<IReadOnlyList<byte[]>?> RequestAsync(CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<IReadOnlyList<byte[]>>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_asked.Writer.TryWrite(answer)) return null;
        var ended = _asked.Reader.Completion;
        await Task.WhenAny(answer.Task, ended).WaitAsync(cancel).ConfigureAwait(false);
        return answer.Task.IsCompletedSuccessfully ? await answer.Task.ConfigureAwait(false) : null;
    }

    /// <summary>Runs until told to stop. While the store cannot be read or written it tries again, and goes on where it was.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            long? lastMs = await UntilDoneAsync(_chains.Restore, stop).ConfigureAwait(false);
            await MakeUntilAsync(UntilFirst(lastMs, time.GetUtcNow()), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was not stated yet is, by the first manifest after the next start.
        }
        finally
        {
            _asked.Writer.TryComplete();
            while (_asked.Reader.TryRead(out var left)) left.TrySetCanceled(CancellationToken.None);
        }
    }

    private async Task MakeUntilAsync(TimeSpan untilFirst, CancellationToken stop)
    {
        long lastAt = time.GetTimestamp();
        var due = untilFirst;
        using var interval = new PeriodicTimer(_followEvery, time);
        var tick = Task.CompletedTask;
        var asked = Task.CompletedTask;
        while (true)
        {
            var closed = await FollowAsync(stop).ConfigureAwait(false);
            foreach (var manifest in closed) await StoreAsync(manifest, stop).ConfigureAwait(false);
            var requests = Requests();
            if (closed.Count > 0 || requests.Count > 0 || time.GetElapsedTime(lastAt) >= due)
            {
                var bodies = await RoundAsync(stop).ConfigureAwait(false);
                foreach (var request in requests) request.TrySetResult(bodies);
                lastAt = time.GetTimestamp();
                due = Every;
            }
            if (tick.IsCompleted) tick = interval.WaitForNextTickAsync(stop).AsTask();
            if (asked.IsCompleted) asked = _asked.Reader.WaitToReadAsync(stop).AsTask();
            await Task.WhenAny(tick, asked).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
        }
    }

    private List<TaskCompletionSource<IReadOnlyList<byte[]>>> Requests()
    {
        List<TaskCompletionSource<IReadOnlyList<byte[]>>> requests = [];
        while (_asked.Reader.TryRead(out var request)) requests.Add(request);
        return requests;
    }

    private async Task<List<Manifest>> FollowAsync(CancellationToken stop)
    {
        var closed = new List<Manifest>();
        foreach (var lane in LaneText.All)
        {
            while (await UntilDoneAsync(() => _chains.Follow(lane, closed), stop).ConfigureAwait(false)) await Task.Yield();
        }
        return closed;
    }

    private async Task<IReadOnlyList<byte[]>> RoundAsync(CancellationToken stop)
    {
        var bodies = new List<byte[]>();
        foreach (var lane in LaneText.All) bodies.AddRange(await StoreAsync(_chains.Take(lane), stop).ConfigureAwait(false));
        foreach (var message in around.Feeds().SelectMany(feed => feed.QuarantinedMessages)) _quarantinedBefore[message.Feed] = message.Number;
        return bodies;
    }

    private async Task<IReadOnlyList<byte[]>> StoreAsync(Manifest manifest, CancellationToken stop)
    {
        var drops = await UntilDoneAsync(() => around.Buffer.Drops(manifest.Lane, 1, Math.Max(1, manifest.To)), stop).ConfigureAwait(false);
        var bodies = ManifestBody.Of(manifest, drops, NewlyQuarantined(manifest.Lane));
        foreach (byte[] body in bodies)
        {
            while (!await TryStoreAsync(body, stop).ConfigureAwait(false)) await Task.Delay(_tryAgainAfter, time, stop).ConfigureAwait(false);
        }
        return bodies;
    }

    private List<QuarantinedMessage> NewlyQuarantined(Lane lane) =>
        [.. around.Feeds().SelectMany(feed => feed.QuarantinedMessages)
            .Where(message => message.Lane == lane && message.Number > _quarantinedBefore.GetValueOrDefault(message.Feed))];

    private async Task<bool> TryStoreAsync(byte[] body, CancellationToken stop)
    {
        try
        {
            await around.Buffer.AppendEventAsync(MessageKind.Manifest, body, null, stop).ConfigureAwait(false);
            return true;
        }
        catch (StoreException failure)
        {
            Log.NoManifest(logger, failure.Message);
            return false;
        }
    }

    private async Task<T> UntilDoneAsync<T>(Func<T> read, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return read();
            }
            catch (StoreException unreadable)
            {
                Log.NoManifest(logger, unreadable.Message);
            }
            await Task.Delay(_tryAgainAfter, time, stop).ConfigureAwait(false);
        }
    }
}
