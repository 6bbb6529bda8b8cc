using Gateway.Core.Alarms;
using Gateway.Core.Buffering;

namespace Gateway.Core.Tests.Buffering;

/// <summary>A memory store whose commits fail or hang as a test says.</summary>
internal sealed class ObedientStore(long maximumBytes = 1L << 30) : IStore
{
    private readonly MemoryStore _inner = new(maximumBytes);
    private readonly ManualResetEventSlim _mayGoOn = new(true);
    private volatile StoreException? _failure;
    private volatile bool _failsDrops;
    private int _attempts;
    private int _reads;

    public List<StoreTransaction> Committed { get; } = [];

    public int Attempts => Volatile.Read(ref _attempts);

    public int Reads => Volatile.Read(ref _reads);

    public StoreOpening Opening => _inner.Opening;

    public long AgeMs => _inner.AgeMs;

    public long LogBytes => _inner.LogBytes;

    public long SizeBytes => _inner.SizeBytes;

    public int CommitCount
    {
        get { lock (Committed) return Committed.Count; }
    }

    public void Fail(StoreFault fault = StoreFault.InputOutput) => _failure = new StoreException(fault, "The test said so.");

    /// <summary>From now on nothing can be deleted.</summary>
    public void FailDrops() => _failsDrops = true;

    public void Recover() => _failure = null;

    public void Hang() => _mayGoOn.Reset();

    public void GoOn() => _mayGoOn.Set();

    public StoreOpening Open() => _inner.Open();

    public void Commit(StoreTransaction transaction)
    {
        Interlocked.Increment(ref _attempts);
        _mayGoOn.Wait();
        if (_failure is { } failure) throw failure;
        if (_failsDrops && transaction.Drops.Count > 0) throw new StoreException(StoreFault.InputOutput, "The test said so.");
        _inner.Commit(transaction);
        lock (Committed) Committed.Add(transaction);
    }

    public LaneExtent Extent(Lane lane) => _inner.Extent(lane);

    public IReadOnlyList<StoredMessage> Read(Lane lane, long from, int most, long mostBytes)
    {
        Interlocked.Increment(ref _reads);
        return _inner.Read(lane, from, most, mostBytes);
    }

    public LanePart? Oldest(Lane lane, int most, long storedBefore) => _inner.Oldest(lane, most, storedBefore);

    public int AddLayout(string digest, ReadOnlyMemory<byte> descriptor) => _inner.AddLayout(digest, descriptor);

    public ReadOnlyMemory<byte>? Layout(int number) => _inner.Layout(number);

    public IReadOnlyList<AlarmRecord> AlarmStates() => _inner.AlarmStates();

    public IReadOnlyList<BookmarkMove> Bookmarks() => _inner.Bookmarks();

    public IReadOnlyList<RefusedMessage> Refused() => _inner.Refused();

    public IReadOnlyList<UnlistedRefusals> Unlisted() => _inner.Unlisted();

    public IReadOnlyList<Drop> Drops(Lane lane, long from, long to) => _inner.Drops(lane, from, to);

    public void Dispose()
    {
        _mayGoOn.Dispose();
        _inner.Dispose();
    }
}
