using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Buffering;

/// <summary>Makes room in the store, and on its disk: deletes what is over, thins and then drops the oldest readings, gives up reserves. Used by the writer
/// only.</summary>
internal sealed class RoomMaker(
    IStore store, BufferSettings settings, TimeProvider time, ILogger logger, BufferLimits limits, StoredLog log, BufferMetrics metrics, Reserves reserves,
    Func<int, Layout?> layoutOf, Intake intake, Lock writing)
{
    // At its size a store makes room all the time; that is said once in a while.
    private static readonly TimeSpan _sayMadeRoomEvery = TimeSpan.FromHours(1);

    private long? _saidMadeRoomAt;
    private long _notThinnable;
    private long _trimmedReadings;
    private long _thinnedReadings;

    /// <summary>Readings deleted.</summary>
    public long TrimmedReadings => Volatile.Read(ref _trimmedReadings);

    /// <summary>Readings deleted of those, beside which one of their minute was kept.</summary>
    public long ThinnedReadings => Volatile.Read(ref _thinnedReadings);

    private long WallMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Deletes one step of what is over, or of what the store is too full for.</summary>
    /// <returns>False when there is nothing to do.</returns>
    /// <exception cref="StoreException">The disk refuses.</exception>
    public bool Trim(long ageMs)
    {
        if (Retention.Old(store, settings, ageMs, WallMs) is { } old)
        {
            Delete(old, ageMs);
            return true;
        }
        return Retention.IsShort(store, settings, bytes: 0) && TryGiveUp(ageMs);
    }

    /// <summary>After the store or its disk refused so many bytes as full.</summary>
    /// <returns>Whether trying again makes sense.</returns>
    /// <exception cref="StoreException">The disk fails in another way.</exception>
    public bool TryMakeRoom(long bytes, long ageMs)
    {
        try
        {
            if (Retention.IsShort(store, settings, bytes) && TryGiveUp(ageMs)) return true;
        }
        catch (StoreException full) when (full.Fault == StoreFault.Full)
        {
            // Deleting needs room in the log too: that must come from elsewhere.
        }
        return reserves.TryRelease();
    }

    /// <summary>Puts reserves back when there is room again.</summary>
    public void Restore() => reserves.Restore();

    private bool TryGiveUp(long ageMs)
    {
        if (TryThin(ageMs)) return true;
        if (Retention.ForRoom(store, intake.Bookmarks, WallMs) is not { } drop) return false;
        Delete(drop, ageMs);
        return true;
    }

    private bool TryThin(long ageMs)
    {
        long from = 0;
        foreach (var part in Retention.ToThin(store, intake.Bookmarks))
        {
            from = part.From;
            if (from == _notThinnable) return false;
            if (ThinnedOf(part) is not { } thinned) continue;
            Replace(part, thinned, ageMs);
            return true;
        }
        if (from > 0) _notThinnable = from;
        return false;
    }

    private ThinnedPart? ThinnedOf(LanePart part)
    {
        var messages = store.Read(Lane.Live, part.From, Retention.RoomStepMessages, long.MaxValue).Where(message => message.Seq <= part.To).ToList();
        // A damaged message is dropped as such, by the next commit.
        return messages.Count == part.To - part.From + 1 ? Thinning.Of(messages, layoutOf, limits) : null;
    }

    private void Replace(LanePart part, ThinnedPart thinned, long ageMs)
    {
        var drop = new Drop(Lane.Live, part.From, part.To, thinned.Removed, DropReason.Thinned, WallMs);
        long last = store.Extent(Lane.Fill).Last, seq = last + 1;
        // They grow old as those that they were taken from.
        var transaction = new StoreTransaction { AgeMs = Math.Min(ageMs, part.AgeMs), Drops = { drop } };
        foreach (var body in thinned.Bodies)
            transaction.Messages.Add(new NewMessage(Lane.Fill, seq++, MessageKind.Readings, body.WallMs, body.MonotonicMs, body.Clock, body.Count, body.Layout, body.Body));
        lock (writing) store.Commit(transaction);
        Interlocked.Add(ref _thinnedReadings, thinned.Removed);
        Dropped(drop);
        // Before anybody can read them: who had the readings is not to get them once more.
        intake.PassThinned(part.To, last, seq - 1);
        log.Stored(transaction.Messages, store.Opening);
    }

    private void Delete(Drop drop, long ageMs)
    {
        var transaction = new StoreTransaction { AgeMs = ageMs, Drops = { drop } };
        lock (writing) store.Commit(transaction);
        Dropped(drop);
    }

    private void Dropped(Drop drop)
    {
        log.Dropped(drop.Lane, drop.To, store.Extent(drop.Lane));
        // What an event lane drops are messages.
        long readings = drop.Lane is Lane.Live or Lane.Fill ? drop.Readings : 0;
        metrics.Trimmed(readings);
        Interlocked.Add(ref _trimmedReadings, readings);
        if (drop.Reason == DropReason.Age || (_saidMadeRoomAt is { } at && time.GetElapsedTime(at) < _sayMadeRoomEvery)) return;
        _saidMadeRoomAt = time.GetTimestamp();
        Log.MadeRoom(logger, drop.Lane, drop.From, drop.To, drop.Readings, DropReasonText.Of(drop.Reason));
    }
}
