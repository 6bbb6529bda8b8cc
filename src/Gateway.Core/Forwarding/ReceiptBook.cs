using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Commands;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding;

/// <summary>How far a platform says that it has the lanes of one feed. Only with its receipt is anything called delivered.</summary>
internal sealed class ReceiptBook(FeedModel feed, DurableBuffer buffer, ILogger logger)
{
    // Retained receipts come before what was in flight is sent again, so what is claimed may be ahead of what is sent for a while.
    private readonly Dictionary<Lane, long> _claimed = [];
    private readonly HashSet<Lane> _disagrees = [];

    /// <summary>Takes a receipt. One of another epoch says nothing of this one; one beyond what was ever sealed is not believed.</summary>
    public void Take(Receipt receipt, IReadOnlyList<FeedLane> lanes)
    {
        if (receipt.Epoch != buffer.Snapshot.Epoch) return;
        long last = buffer.Extent(receipt.Lane).Last;
        if (receipt.Through > last)
        {
            if (_disagrees.Add(receipt.Lane)) Log.PlatformDisagrees(logger, feed.Name, receipt.Lane, receipt.Through, last);
            ForwardingMetrics.Disagreed(feed.Name, receipt.Lane);
            return;
        }
        _disagrees.Remove(receipt.Lane);
        _claimed[receipt.Lane] = Math.Max(receipt.Through, _claimed.GetValueOrDefault(receipt.Lane));
        Sent(receipt.Lane, lanes);
    }

    /// <summary>More of a lane is sent: what the platform has claimed counts as far as that goes.</summary>
    public void Sent(Lane lane, IReadOnlyList<FeedLane> lanes)
    {
        var ofLane = lanes.Where(one => one.Ledger.Lane == lane).ToList();
        if (!_claimed.TryGetValue(lane, out long claimed) || ofLane.Count == 0) return;
        long delivered = Math.Min(claimed, ofLane.Max(one => one.Reader.Position));
        var bookmark = buffer.BookmarkOf(feed.Name, lane);
        if (delivered <= bookmark.Receipt) return;
        ForwardingMetrics.Delivered(feed.Name, lane, delivered - bookmark.Receipt);
        buffer.MoveBookmark(feed.Name, lane, bookmark with { Receipt = delivered });
    }
}
