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

    /// <summary>What is in force: as <see cref="Open"/> gave it, until the store has to begin a new epoch while running.</summary>
    StoreOpening Opening { get; }

    /// <summary>Makes a transaction durable. When it returns, the transaction survives a power cut.</summary>
    /// <remarks>
    /// A lane's messages follow its last without a gap, or the transaction explains the gap by a drop. After a failure the same transaction may be
    /// given again: messages that were stored after all are recognised.
    /// </remarks>
    void Commit(StoreTransaction transaction);

    /// <summary>What a lane holds now.</summary>
    LaneExtent Extent(Lane lane);

    /// <summary>Reads messages in order, beginning with the first whose sequence is at least <paramref name="from"/>.</summary>
    /// <param name="most">Most messages returned.</param>
    /// <param name="mostBytes">Stops before the message whose body would exceed this many bytes in all, but returns at least one when there is one.</param>
    /// <returns>Empty only when there is no sound message from there on.</returns>
    /// <remarks>A message whose check sum is wrong is not returned; it is reported by the next drop record, with reason Damage.</remarks>
    IReadOnlyList<StoredMessage> Read(Lane lane, long from, int most, long mostBytes);

    /// <summary>The beginning of a lane, as a candidate for deletion; null when nothing in it is old enough.</summary>
    /// <param name="most">Most messages in it.</param>
    /// <param name="storedBefore">Only messages stored while <see cref="AgeMs"/> was less.</param>
    LanePart? Oldest(Lane lane, int most, long storedBefore);

    /// <summary>The greatest <see cref="StoreTransaction.AgeMs"/> stored; 0 in a new store.</summary>
    long AgeMs { get; }

    /// <summary>Keeps a layout and gives it a number; the same digest always gets the same number.</summary>
    int AddLayout(string digest, ReadOnlyMemory<byte> descriptor);

    /// <summary>The descriptor that was kept under a number; null when there is none.</summary>
    ReadOnlyMemory<byte>? Layout(int number);

    IReadOnlyList<AlarmRecord> AlarmStates();

    IReadOnlyList<BookmarkMove> Bookmarks();

    /// <summary>Messages that feeds have put aside.</summary>
    IReadOnlyList<RefusedMessage> Refused();

    /// <summary>Of feeds that have put more aside than their lists name: how many more.</summary>
    IReadOnlyList<UnlistedRefusals> Unlisted();

    /// <summary>Drops of a lane that touch a range, in order.</summary>
    IReadOnlyList<Drop> Drops(Lane lane, long from, long to);

    /// <summary>Bytes of the write-ahead log; 0 where there is none.</summary>
    long LogBytes { get; }

    /// <summary>Bytes in use on disk (or in memory), the log included. Room that a deletion freed inside the file is used again and does not count.</summary>
    long SizeBytes { get; }
}
