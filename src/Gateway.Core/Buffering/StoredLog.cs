namespace Gateway.Core.Buffering;

/// <summary>What the lanes hold and what came last, as of the last commit; wakes those who wait for more. Safe for threads.</summary>
internal sealed class StoredLog(long recentBytes)
{
    private readonly Lock _gate = new();
    private readonly LaneExtent[] _extents = new LaneExtent[4];
    private readonly TaskCompletionSource?[] _more = new TaskCompletionSource?[4];

    // Alarms and heartbeats are few: an eighth each is hours of them.
    private readonly RecentLane[] _recent = [new(recentBytes), new(recentBytes / 8), new(recentBytes / 8), new(recentBytes / 8)];

    private TaskCompletionSource? _any;
    private long _commits;

    /// <summary>Commits that stored messages.</summary>
    public long Commits
    {
        get { lock (_gate) return _commits; }
    }

    public IReadOnlyList<LaneExtent> Extents
    {
        get { lock (_gate) return [.. _extents]; }
    }

    public LaneExtent Extent(Lane lane)
    {
        lock (_gate) return _extents[(int)lane];
    }

    public void Begin(IReadOnlyList<LaneExtent> extents)
    {
        lock (_gate)
        {
            for (int lane = 0; lane < _extents.Length; lane++) _extents[lane] = extents[lane];
        }
    }

    public List<StoredMessage>? Recent(Lane lane, long from, int most, long mostBytes)
    {
        lock (_gate) return _recent[(int)lane].Read(from, most, mostBytes);
    }

    public void Stored(IReadOnlyList<NewMessage> messages, StoreOpening opening)
    {
        if (messages.Count == 0) return;
        lock (_gate)
        {
            foreach (var message in messages)
            {
                int lane = (int)message.Lane;
                _recent[lane].Add(Sealed(message, opening));
                var extent = _extents[lane];
                bool wasEmpty = extent.Oldest == extent.Next;
                _extents[lane] = new LaneExtent(wasEmpty ? message.Seq : extent.Oldest, message.Seq + 1);
                Wake(ref _more[lane]);
            }
            _commits++;
            Wake(ref _any);
        }
    }

    /// <summary>Messages of a lane are gone.</summary>
    public void Dropped(Lane lane, long through, LaneExtent extent)
    {
        lock (_gate)
        {
            _recent[(int)lane].ForgetThrough(through);
            _extents[(int)lane] = extent;
        }
    }

    /// <summary>Any message of the lane wakes its waiters; who waits for a later one goes on waiting.</summary>
    public async Task WaitForMoreAsync(Lane lane, long after, CancellationToken stop)
    {
        while (More(lane, after) is { } more) await more.WaitAsync(stop).ConfigureAwait(false);
    }

    public Task WaitForAny(long afterCommit)
    {
        lock (_gate) return _commits > afterCommit ? Task.CompletedTask : Waiting(ref _any);
    }

    /// <returns>Null when there is more; otherwise completes at the lane's next message.</returns>
    private Task? More(Lane lane, long after)
    {
        lock (_gate) return _extents[(int)lane].Last > after ? null : Waiting(ref _more[(int)lane]);
    }

    private static Task Waiting(ref TaskCompletionSource? source) =>
        (source ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private static void Wake(ref TaskCompletionSource? source)
    {
        source?.TrySetResult();
        source = null;
    }

    private static StoredMessage Sealed(NewMessage message, StoreOpening opening) => new(
        message.Lane, message.Seq, opening.Epoch, opening.Boot, message.Kind, message.WallMs, message.MonotonicMs, message.Clock, message.Count,
        message.Layout, message.Body);
}
