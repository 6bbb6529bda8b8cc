using Gateway.Core.Buffering;
using Gateway.Core.Documents;
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
    private readonly Dictionary<Lane, ConfirmationWatch> _watches = [];
    private readonly PlatformEvents _events = new(feed, buffer, logger);

    /// <summary>What is odd about the platform now, for a person; null when nothing is.</summary>
    public Wording? Trouble { get; private set; }

    /// <summary>Takes a receipt. One of another epoch says nothing of this one; one beyond what was ever sealed, or over something else than was sealed, is
    /// not believed.</summary>
    public void Take(Receipt receipt, ReceiptVerdict verdict, IReadOnlyList<FeedLane> lanes)
    {
        if (receipt.Epoch != buffer.Snapshot.Epoch) return;
        long last = buffer.Extent(receipt.Lane).Last;
        if (receipt.Through > last || verdict == ReceiptVerdict.Differs)
        {
            ForwardingMetrics.Disagreed(feed.Name, receipt.Lane);
            if (_disagrees.Add(receipt.Lane)) _events.Disagrees(receipt, last, receipt.Through > last ? "beyond" : "hash");
            SayTrouble();
            return;
        }
        if (_disagrees.Remove(receipt.Lane)) _events.Agrees(receipt);
        SayTrouble();
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

    /// <summary>Looks whether the platform confirms what its broker acknowledges. A platform that never gave a receipt is not expected to, unless the feed
    /// requires it.</summary>
    /// <param name="now">The feed's own monotonic clock.</param>
    public void Watch(IReadOnlyList<FeedLane> lanes, TimeSpan now)
    {
        foreach (var lane in lanes.Select(one => one.Ledger.Lane).Distinct())
        {
            var bookmark = buffer.BookmarkOf(feed.Name, lane);
            if (!feed.RequiresReceipts && bookmark.Receipt == 0) continue;
            if (!_watches.TryGetValue(lane, out var watch)) _watches[lane] = watch = new ConfirmationWatch();
            if (!watch.Look(bookmark.Acknowledged, bookmark.Receipt, now)) continue;
            _events.Confirms(lane, watch.IsLate, bookmark);
            SayTrouble();
        }
    }

    /// <summary>Ends when every event of it is stored or given up.</summary>
    public Task WhenStored() => _events.WhenStored();

    private void SayTrouble()
    {
        var late = _watches.Where(watch => watch.Value.IsLate).Select(watch => LaneText.Of(watch.Key)).ToList();
        Trouble = null;
        if (_disagrees.Count > 0) Trouble = Disagreement(string.Join(", ", _disagrees.Select(LaneText.Of)));
        else if (late.Count > 0) Trouble = Silence(string.Join(", ", late));
    }

    private static Wording Disagreement(string lanes) => (
        $"the platform's receipt for {lanes} does not fit what was sent; it is not believed", $"平台对 {lanes} 的回执与已发送内容不符，不予采信");

    private static Wording Silence(string lanes) => (
        $"the broker acknowledges {lanes}, and the platform has confirmed nothing for {ConfirmationWatch.Patience.TotalMinutes:0} min",
        $"服务器已确认 {lanes}，但平台 {ConfirmationWatch.Patience.TotalMinutes:0} 分钟内未给出回执");
}
