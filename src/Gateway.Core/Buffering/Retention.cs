using Gateway.Core.Site;

namespace Gateway.Core.Buffering;

/// <summary>Decides what goes next when readings are old or the store is nearly full: the oldest readings first, alarms last.</summary>
internal static class Retention
{
    /// <summary>Most messages deleted at once: about 20 to 60 ms of a small box's disk.</summary>
    public const int StepMessages = 5_000;

    /// <summary>Messages deleted at once when room is needed: a hundredth of a small store and not all there is.</summary>
    private const int RoomStepMessages = 500;

    // Alarms are few and are asked for longest.
    private const int EventsKeepTimes = 12;

    /// <summary>Above so much of its size the oldest readings go, so that the quota itself is rarely met.</summary>
    private const double HighWater = 0.8;

    private static readonly Lane[] _order = [Lane.Live, Lane.Fill, Lane.Diag, Lane.Event];

    public static Drop? Next(IStore store, BufferSettings settings, long ageMs, long wallMs) =>
        Old(store, settings, ageMs, wallMs) ?? ForRoom(store, settings, bytes: 0, wallMs);

    /// <summary>The oldest that there is, when the store is near its own maximum with so many bytes more.</summary>
    /// <returns>Null also when others have filled the disk: deleting ours would lose data and give no room.</returns>
    public static Drop? ForRoom(IStore store, BufferSettings settings, long bytes, long wallMs)
    {
        if (store.SizeBytes + bytes <= settings.MaximumBytes * HighWater) return null;
        foreach (var lane in _order)
        {
            if (store.Oldest(lane, RoomStepMessages, long.MaxValue) is { } part) return Of(lane, part, DropReason.Size, wallMs);
        }
        return null;
    }

    private static Drop? Old(IStore store, BufferSettings settings, long ageMs, long wallMs)
    {
        foreach (var lane in _order)
        {
            var keep = lane == Lane.Event ? settings.Keep * EventsKeepTimes : settings.Keep;
            if (store.Oldest(lane, StepMessages, ageMs - (long)keep.TotalMilliseconds) is not { } part) continue;
            if (TakenByHistory(store, lane, part) is { } taken) return Of(lane, taken, DropReason.Age, wallMs);
        }
        return null;
    }

    /// <summary>However old, readings wait for history to take them; only want of room is stronger. Without a bookmark there is no history.</summary>
    private static LanePart? TakenByHistory(IStore store, Lane lane, LanePart part)
    {
        if (store.Bookmarks().FirstOrDefault(b => b.Feed == Bookmark.HistoryFeed && b.Lane == lane) is not { } history) return part;
        long taken = history.Bookmark.Acknowledged;
        if (part.To <= taken) return part;
        // How many readings a shortened part holds is counted when it is deleted.
        return part.From <= taken ? new LanePart(part.From, taken, 0) : null;
    }

    private static Drop Of(Lane lane, LanePart part, DropReason reason, long wallMs) => new(lane, part.From, part.To, part.Readings, reason, wallMs);
}
