using Gateway.Core.Alarms;

namespace Gateway.Core.Buffering;

/// <summary>The store contract: a durable, ordered log with the states that must change together with it. SQLite keeps it on disk; memory keeps it for
/// a gateway that is told to run without a disk. Whatever implements it must pass the contract tests.</summary>
/// <remarks>
/// One thread writes (<see cref="Commit"/>, <see cref="AddLayout"/>); reading members are safe from any thread beside it and see whole commits only.
/// A call throws <see cref="StoreException"/> when the disk fails; the transaction then left no trace.
/// </remarks>
public interface IStore : IDisposable
{
    /// <summary>Opens or creates the store, counts one more boot and begins a new epoch when continuity cannot be guaranteed.</summary>
    /// <exception cref="StoreException">It cannot be opened; the exception says why and what to do.</exception>
    StoreOpening Open();

    /// <summary>Makes a transaction durable. When it returns, the transaction survives a power cut.</summary>
    void Commit(StoreTransaction transaction);

    /// <summary>What a lane holds now.</summary>
    LaneExtent Extent(Lane lane);

    /// <summary>Reads messages in order, beginning with the first whose sequence is at least <paramref name="from"/>.</summary>
    /// <param name="most">Most messages returned.</param>
    /// <param name="mostBytes">Stops before the message whose body would exceed this many bytes in all, but returns at least one when there is one.</param>
    /// <remarks>A message whose check sum is wrong is not returned; it is reported by the next drop record, with reason Damage.</remarks>
    IReadOnlyList<StoredMessage> Read(Lane lane, long from, int most, long mostBytes);

    /// <summary>Keeps a layout and gives it a number; the same digest always gets the same number.</summary>
    int AddLayout(string digest, ReadOnlyMemory<byte> descriptor);

    /// <summary>The descriptor that was kept under a number; null when there is none.</summary>
    ReadOnlyMemory<byte>? Layout(int number);

    IReadOnlyList<AlarmRecord> AlarmStates();

    IReadOnlyList<BookmarkMove> Bookmarks();

    /// <summary>Drops of a lane that touch a range, in order.</summary>
    IReadOnlyList<Drop> Drops(Lane lane, long from, long to);

    /// <summary>Bytes on disk (or in memory) in all.</summary>
    long SizeBytes { get; }
}
