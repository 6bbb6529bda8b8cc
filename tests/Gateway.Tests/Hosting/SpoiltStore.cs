using Gateway.Core.Alarms;
using Gateway.Core.Buffering;

namespace Gateway.Tests.Hosting;

/// <summary>A store in memory whose commits fail from a moment on.</summary>
internal sealed class SpoiltStore : IStore
{
    private readonly MemoryStore _store = new(64 << 20);
    private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What a commit throws; null while it works.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Completes when a commit with an event in it has failed.</summary>
    public Task EventRefused => _refused.Task;

    public StoreOpening Opening => _store.Opening;

    public long AgeMs => _store.AgeMs;

    public long SizeBytes => _store.SizeBytes;

    public long LogBytes => _store.LogBytes;

    public StoreOpening Open() => _store.Open();

    public void Commit(StoreTransaction transaction)
    {
        if (Fault is { } fault)
        {
            if (transaction.Messages.Any(message => message.Lane == Lane.Event)) _refused.TrySetResult();
            throw fault;
        }
        _store.Commit(transaction);
    }

    public LaneExtent Extent(Lane lane) => _store.Extent(lane);

    public IReadOnlyList<StoredMessage> Read(Lane lane, long from, int most, long mostBytes) => _store.Read(lane, from, most, mostBytes);

    public LanePart? Oldest(Lane lane, int most, long storedBefore) => _store.Oldest(lane, most, storedBefore);

    public int AddLayout(string digest, ReadOnlyMemory<byte> descriptor) => _store.AddLayout(digest, descriptor);

    public ReadOnlyMemory<byte>? Layout(int number) => _store.Layout(number);

    public IReadOnlyList<AlarmRecord> AlarmStates() => _store.AlarmStates();

    public IReadOnlyList<BookmarkMove> Bookmarks() => _store.Bookmarks();

    public IReadOnlyList<RefusedMessage> Refused() => _store.Refused();

    public IReadOnlyList<UnlistedRefusals> Unlisted() => _store.Unlisted();

    public IReadOnlyList<Drop> Drops(Lane lane, long from, long to) => _store.Drops(lane, from, to);

    public void Dispose() => _store.Dispose();
}
