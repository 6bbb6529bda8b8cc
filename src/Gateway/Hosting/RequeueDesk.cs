using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;

namespace Gateway.Hosting;

/// <summary>Has refused messages sent once more, or gives them up, once it is written down who wanted it.</summary>
internal static class RequeueDesk
{
    /// <param name="feed">That is meant; null when there is none of the name.</param>
    public static async Task<RequeueReport> DoAsync(RequeueOrder order, FeedLoop? feed, DurableBuffer buffer, AuditDesk desk, CancellationToken cancel)
    {
        if (feed is null) return Report(RequeueResult.UnknownFeed);
        var messages = buffer.Quarantined(order.Feed);
        long unlisted = order.Forget ? buffer.QuarantinedCount(order.Feed).Unlisted : 0;
        if (messages.Count + unlisted == 0) return Report(RequeueResult.Done);
        if (!await desk.RequeuesAsync(order, messages, unlisted, cancel)) return Report(RequeueResult.NotRecorded, messages.Count);
        if (order.Forget)
        {
            foreach (var message in messages) buffer.Readmit(message.Feed, message.Lane, message.Seq);
            buffer.ForgetUnlisted(order.Feed);
            return Report(RequeueResult.Done, messages.Count + unlisted, feed.Snapshot().IsConnected);
        }
        if (!feed.Requeue()) return Report(RequeueResult.Busy, messages.Count);
        return Report(RequeueResult.Done, messages.Count, feed.Snapshot().IsConnected);
    }

    private static RequeueReport Report(RequeueResult result, long messages = 0, bool isConnected = false) =>
        new("envgw.requeue/1", result, messages, isConnected);
}
