using Gateway.Core.Buffering;
using Gateway.Core.History;

namespace Gateway.Cli;

/// <summary>What lies in a data folder, as JSON.</summary>
internal sealed record BufferReport(
    string Schema, string Path, long SizeBytes, int Version, string Epoch, int Epochs, IReadOnlyList<BufferLane> Lanes, IReadOnlyList<BufferBookmark> Bookmarks,
    long DroppedReadings, int DropRecords, long Quarantined, int HistoryDays, DateOnly? HistoryOldest, long HistoryBytes,
    IReadOnlyList<BufferRefused> Refused, IReadOnlyList<UnlistedRefusals> RefusedUnlisted, BufferAudit? Audit)
{
    public static BufferReport Of(StoreReport store, IReadOnlyList<HistoryDay> days, BufferAudit? audit) => new(
        "envgw.buffer/1", store.Path, store.SizeBytes, store.Version, store.Epoch, store.Epochs,
        [.. LaneText.All.Select((lane, at) => new BufferLane(LaneText.Of(lane), store.Lanes[at].Oldest, store.Lanes[at].Next - 1, store.Lanes[at].Next - store.Lanes[at].Oldest))],
        [.. store.Bookmarks.Select(b => new BufferBookmark(b.Feed, LaneText.Of(b.Lane), b.Bookmark.Acknowledged, Math.Max(0, store.Lanes[(int)b.Lane].Next - 1 - b.Bookmark.Acknowledged)))],
        store.Drops.Sum(d => d.Readings), store.Drops.Count, store.Quarantined, days.Count, days.Count > 0 ? days[0].Day : null, days.Sum(d => d.Bytes),
        [.. store.Refused.Select(BufferRefused.Of)], store.Unlisted, audit);
}
