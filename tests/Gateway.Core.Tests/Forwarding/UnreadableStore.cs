using Gateway.Core.Alarms;
using Gateway.Core.Buffering;

namespace Gateway.Core.Tests.Forwarding;

/// <summary>A store that cannot be read while a test says so, and whose layouts can be gone.</summary>
internal sealed class UnreadableStore(IStore inner) : IStore
{
    public bool IsUnreadable { get; set; }

    public bool HasNoLayouts { get; set; }

    public StoreOpening Opening => inner.Opening;

    public long AgeMs => inner.AgeMs;

    public long SizeBytes => inner.SizeBytes;

    public long LogBytes => inner.LogBytes;

    public StoreOpening Open() => inner.Open();

    public void Commit(StoreTransaction transaction) => inner.Commit(transaction);

    public LaneExtent Extent(Lane lane) => inner.Extent(lane);

    public IReadOnlyList<StoredMessage> Read(Lane lane, long from, int most, long mostBytes) =>
        IsUnreadable ? throw new StoreException(StoreFault.InputOutput, "The disk does not answer.") : inner.Read(lane, from, most, mostBytes);

    public LanePart? Oldest(Lane lane, int most, long storedBefore) => inner.Oldest(lane, most, storedBefore);

    public int AddLayout(string digest, ReadOnlyMemory<byte> descriptor) => inner.AddLayout(digest, descriptor);

    public ReadOnlyMemory<byte>? Layout(int number) => HasNoLayouts ? null : inner.Layout(number);

    public IReadOnlyList<AlarmRecord> AlarmStates() => inner.AlarmStates();

    public IReadOnlyList<BookmarkMove> Bookmarks() => inner.Bookmarks();

    public IReadOnlyList<RefusedMessage> Refused() => inner.Refused();

    public IReadOnlyList<UnlistedRefusals> Unlisted() => inner.Unlisted();

    public IReadOnlyList<Drop> Drops(Lane lane, long from, long to) => inner.Drops(lane, from, to);

    public void Dispose() => inner.Dispose();
}
