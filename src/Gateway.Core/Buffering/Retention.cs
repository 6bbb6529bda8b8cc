using Gateway.Core.Site;

namespace Gateway.Core.Buffering;

/// <summary>Decides what goes next when readings are old or the store is nearly full: the oldest readings first, alarms never for want of room.</summary>
internal static class Retention
{
    /// <summary>Most messages deleted at once: about 20 to 60 ms of a small box's disk.</summary>
    public const int StepMessages = 5_000;

    /// <summary>Messages deleted or thinned at once when room is needed: a hundredth of a small store and not all there is.</summary>
    public const int RoomStepMessages = 500;

    // Alarms are few and are asked for longest.
    private const int EventsKeepTimes = 12;

    /// <summary>Above so much of its size the oldest readings go, so that the quota itself is rarely met.</summary>
    private const double HighWater = 0.8;

    private static readonly Lane[] _lanes = [Lane.Live, Lane.Fill, Lane.Diag, Lane.Event];

    /// <summary>Whether the store is near its own maximum with so many bytes more. If it is not, others have filled the disk: deleting ours would lose data
    /// and give no room.</summary>
    public static bool IsShort(IStore store, BufferSettings settings, long bytes) => store.SizeBytes + bytes > settings.MaximumBytes * HighWater;

    /// <summary>What is beyond its time.</summary>
    public static Drop? Old(IStore store, BufferSettings settings, long ageMs, long wallMs)
    {
        foreach (var lane in _lanes)
        {
            var keep = lane == Lane.Event ? settings.Keep * EventsKeepTimes : settings.Keep;
            if (store.Oldest(lane, StepMessages, ageMs - (long)keep.TotalMilliseconds) is not { } part) continue;
            if (TakenByHistory(store, lane, part) is { } taken) return Of(lane, taken, DropReason.Age, wallMs);
        }
        return null;
    }

    /// <summary>The oldest readings of the live lane, to be thinned before any are dropped; none when there are none, or everybody has had them as they
    /// are. At first those of which each feed has had all or none: who is sending them just now must not get again what he has had. They may be so few that
    /// they are as thin as can be; then more, because to get some twice is better than to lose any.</summary>
    /// <param name="bookmarks">Of all feeds as they are now, also what is not stored yet.</param>
    public static IEnumerable<LanePart> ToThin(IStore store, IReadOnlyList<BookmarkMove> bookmarks)
    {
        if (OldestAlike(store, Lane.Live, bookmarks) is not { } alike || HasEverybodyHad(Lane.Live, alike, bookmarks)) yield break;
        yield return alike;
        if (store.Oldest(Lane.Live, RoomStepMessages, long.MaxValue) is { } more && more.To > alike.To) yield return more;
    }

    /// <summary>What goes when nothing can be thinned: readings that everybody has had, then the oldest. Alarms stay.</summary>
    /// <param name="bookmarks">Of all feeds as they are now, also what is not stored yet.</param>
    public static Drop? ForRoom(IStore store, IReadOnlyList<BookmarkMove> bookmarks, long wallMs)
    {
        foreach (var lane in (Lane[])[Lane.Fill, Lane.Live])
            if (OldestAlike(store, lane, bookmarks) is { } had && HasEverybodyHad(lane, had, bookmarks)) return Of(lane, had, DropReason.Size, wallMs);
        // What was thinned before is older than all that was not.
        foreach (var lane in (Lane[])[Lane.Fill, Lane.Live, Lane.Diag])
            if (store.Oldest(lane, RoomStepMessages, long.MaxValue) is { } oldest) return Of(lane, oldest, DropReason.Size, wallMs);
        return null;
    }

    /// <summary>The oldest of a lane, as far as nobody's bookmark lies in between.</summary>
    private static LanePart? OldestAlike(IStore store, Lane lane, IReadOnlyList<BookmarkMove> bookmarks)
    {
        if (store.Oldest(lane, RoomStepMessages, long.MaxValue) is not { } part) return null;
        long to = bookmarks.Where(b => b.Lane == lane).Select(b => DropRules.EndOfAlike(b.Bookmark, part.From, part.To)).Append(part.To).Min();
        return to == part.To ? part : part with { To = to, Readings = 0 };
    }

    /// <summary>However old, readings wait for history to take them; only want of room is stronger. Without a bookmark there is no history.</summary>
    private static LanePart? TakenByHistory(IStore store, Lane lane, LanePart part)
    {
        if (store.Bookmarks().FirstOrDefault(b => b.Feed == Bookmark.HistoryFeed && b.Lane == lane) is not { } history) return part;
        long taken = history.Bookmark.Acknowledged;
        if (part.To <= taken) return part;
        // How many readings a shortened part holds is counted when it is deleted.
        return part.From <= taken ? part with { To = taken, Readings = 0 } : null;
    }

    private static bool HasEverybodyHad(Lane lane, LanePart part, IReadOnlyList<BookmarkMove> bookmarks)
    {
        var ofLane = bookmarks.Where(b => b.Lane == lane).ToList();
        return ofLane.Count > 0 && ofLane.TrueForAll(b => DropRules.HasHad(b.Bookmark, part.From, part.To));
    }

    private static Drop Of(Lane lane, LanePart part, DropReason reason, long wallMs) => new(lane, part.From, part.To, part.Readings, reason, wallMs);
}
