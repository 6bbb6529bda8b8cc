namespace Gateway.Core.Buffering;

/// <summary>What both stores decide alike about messages that go.</summary>
internal static class DropRules
{
    /// <summary>Whether the drop must be explained to somebody: not when its time was over and every feed had all of it.</summary>
    public static bool NeedsRecord(Drop drop, IEnumerable<BookmarkMove> bookmarks)
    {
        if (drop.Reason != DropReason.Age) return true;
        var ofLane = bookmarks.Where(b => b.Lane == drop.Lane).ToArray();
        return ofLane.Length == 0 || ofLane.Any(b => !HasHad(b.Bookmark, drop.From, drop.To));
    }

    /// <summary>Whether two records can be one: the same reason without a gap between.</summary>
    public static bool CanMerge(Drop earlier, Drop later) =>
        earlier.Lane == later.Lane && earlier.Reason == later.Reason && earlier.To + 1 == later.From;

    /// <summary>Refuses a transaction whose messages leave a hole that none of its drops explains, or come again.</summary>
    /// <param name="next">The lane's next sequence before the transaction.</param>
    /// <returns>The lane's next sequence after it.</returns>
    public static long NextAfter(StoreTransaction transaction, Lane lane, long next)
    {
        foreach (var message in transaction.Messages)
        {
            if (message.Lane != lane) continue;
            if (message.Seq != next) next = Skip(transaction, lane, next);
            if (message.Seq != next) throw new InvalidOperationException($"Lane {LaneText.Of(lane)} expects sequence {next}, not {message.Seq}.");
            next++;
        }
        return Skip(transaction, lane, next);
    }

    private static long Skip(StoreTransaction transaction, Lane lane, long next)
    {
        while (transaction.Drops.Find(d => d.Lane == lane && d.From <= next && next <= d.To) is { } drop) next = drop.To + 1;
        return next;
    }

    /// <summary>Whether a feed has had a whole range. A platform that gives receipts has what it has confirmed; of any other the broker's acknowledgement is
    /// all there is to know.</summary>
    public static bool HasHad(Bookmark bookmark, long from, long to) =>
        bookmark.Receipt > 0 ? to <= bookmark.Receipt :
        to <= bookmark.Acknowledged || (bookmark.LiveFrom > 0 && from >= bookmark.LiveFrom && to <= bookmark.LiveAcknowledged);

    /// <summary>How much of a range, from its beginning on, a feed has had as a whole or not at all.</summary>
    /// <returns>The last sequence of it.</returns>
    public static long EndOfAlike(Bookmark bookmark, long from, long to)
    {
        foreach (long place in (ReadOnlySpan<long>)[bookmark.Receipt, bookmark.Acknowledged, bookmark.LiveFrom - 1, bookmark.LiveAcknowledged])
            if (place >= from && place < to) to = place;
        return to;
    }
}
