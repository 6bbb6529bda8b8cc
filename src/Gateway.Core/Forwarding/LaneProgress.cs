using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding;

/// <summary>A copy of a lane's counts that any thread may read.</summary>
internal sealed record LaneProgress(Lane Lane, long Acknowledged, long Position, long End, int Open, bool IsParked, bool IsUnheard)
{
    public static LaneProgress Of(FeedLane lane) =>
        new(lane.Ledger.Lane, lane.Ledger.Acknowledged, lane.Reader.Position, lane.Reader.End, lane.Ledger.Open, lane.Ledger.IsParked, lane.IsUnheard);

    /// <summary>With what waits in the store now.</summary>
    public LaneSnapshot Snapshot(DurableBuffer buffer)
    {
        long waiting = Math.Max(0, Math.Min(buffer.Extent(Lane).Last, End) - Position) + Open;
        return new LaneSnapshot(Lane, Acknowledged, waiting, waiting == 0 ? null : OldestWaiting(buffer), Open, IsParked, IsUnheard);
    }

    private DateTimeOffset? OldestWaiting(DurableBuffer buffer)
    {
        try
        {
            var oldest = buffer.Read(Lane, (Open > 0 ? Acknowledged : Position) + 1, 1, 0);
            return oldest.Count > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(oldest[0].WallMs) : null;
        }
        catch (StoreException)
        {
            // The buffer's own snapshot says that the disk fails; an age is not worth failing for.
            return null;
        }
    }
}
