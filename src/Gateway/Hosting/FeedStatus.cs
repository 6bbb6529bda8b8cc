using Gateway.Core.Forwarding;
using Gateway.Core.Site;

namespace Gateway.Hosting;

/// <summary>A feed as status shows it. Sent means that the broker has acknowledged; delivered, that the platform has given its receipt.</summary>
/// <param name="Waiting">Stored messages not yet acknowledged.</param>
/// <param name="WaitingSince">When the oldest of them was sealed.</param>
/// <param name="Claim">What can be said of everything stored for it: <c>stored</c>, <c>sent</c> or <c>delivered</c>.</param>
/// <param name="DeliveredMessages">Messages of all lanes for which the platform has given its receipt; 0 when it gives none.</param>
/// <param name="Trouble">What last went wrong with the connection.</param>
/// <param name="PlatformTrouble">What is odd about the platform's receipts.</param>
/// <param name="TroubleZh">The same in Chinese; what the broker said stays in its own words.</param>
internal sealed record FeedStatus(
    string Name, string Broker, bool Connected, DateTimeOffset Since, long Waiting, DateTimeOffset? WaitingSince, long SentMessages, long SentReadings,
    DateTimeOffset? LastAcknowledged, DateTimeOffset? NextAttempt, string? Trouble, bool NobodyListens, bool Parked, long Quarantined, string Claim,
    long DeliveredMessages, string? TroubleZh = null, string? PlatformTrouble = null, string? PlatformTroubleZh = null)
{
    public static FeedStatus Of(SiteModel site, FeedSnapshot feed)
    {
        var model = site.Feeds.First(f => f.Name == feed.Feed);
        return new FeedStatus(
            feed.Feed, model.Broker, feed.IsConnected, feed.Since, feed.Lanes.Sum(lane => lane.Waiting),
            feed.Lanes.Min(lane => lane.WaitingSince), feed.SentMessages, feed.SentReadings, feed.LastAcknowledged, feed.NextAttempt, feed.Trouble?.English,
            feed.NobodyListens, feed.Lanes.Any(lane => lane.IsParked), feed.Quarantined,
            FeedClaims.WordOf(feed.Claim), feed.Lanes.Sum(lane => lane.Delivered),
            feed.Trouble?.Chinese, feed.PlatformTrouble?.English, feed.PlatformTrouble?.Chinese);
    }
}
