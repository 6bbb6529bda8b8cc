namespace Gateway.Core.Buffering;

/// <summary>Writes a transaction of the store into the database, whole or not at all.</summary>
internal static class SqliteTransactions
{
    /// <param name="epoch">Number of the epoch in force.</param>
    /// <param name="next">Per lane: the next sequence after it.</param>
    /// <param name="damage">What readers found damaged or missing: kept aside where there is something, and recorded.</param>
    /// <param name="bookmarks">As stored; looked at only when something goes because of its age.</param>
    public static void Write(
        this SqliteDatabase database, StoreTransaction transaction, StoreOpening opening, int epoch, long[] next,
        IReadOnlyList<(Lane Lane, long From, long To)> damage, IReadOnlyList<BookmarkMove> bookmarks, long nowMs)
    {
        database.Begin();
        // Deleting first: at the quota, what is added takes the pages that become free.
        foreach (var drop in transaction.Drops) database.Write(drop, next, bookmarks);
        foreach (var message in transaction.Messages) database.AddMessage(Sealed(message, opening), epoch, transaction.AgeMs);
        foreach (var state in transaction.AlarmStates) database.Set(state);
        foreach (var move in transaction.Bookmarks) database.Set(move);
        foreach (var message in transaction.Refused) database.Set(message);
        foreach (var (feed, lane, seq) in transaction.Readmitted) database.Readmit(feed, lane, seq);
        foreach (var unlisted in transaction.Unlisted) database.Set(unlisted);
        foreach (var (lane, from, to) in damage)
        {
            if (from == to) database.KeepAside(lane, from, "check sum", nowMs);
            long readings = database.Delete(lane, from, to);
            database.Record(new Drop(lane, from, to, readings, DropReason.Damage, nowMs));
        }
        database.Commit();
    }

    private static void Write(this SqliteDatabase database, Drop drop, long[] next, IReadOnlyList<BookmarkMove> bookmarks)
    {
        long readings = database.Delete(drop.Lane, drop.From, drop.To);
        database.SetNext(drop.Lane, next[(int)drop.Lane]);
        if (DropRules.NeedsRecord(drop, bookmarks)) database.Record(drop.Readings > 0 ? drop : drop with { Readings = readings });
    }

    private static StoredMessage Sealed(NewMessage message, StoreOpening opening) => new(
        message.Lane, message.Seq, opening.Epoch, opening.Boot, message.Kind, message.WallMs, message.MonotonicMs, message.Clock, message.Count,
        message.Layout, message.Body);
}
