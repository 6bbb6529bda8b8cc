namespace Gateway.Core.Forwarding;

/// <summary>Decides what can be claimed of a feed.</summary>
internal static class FeedClaims
{
    /// <summary>As status and metrics say it.</summary>
    public static string WordOf(FeedClaim claim) => claim switch
    {
        FeedClaim.Delivered => "delivered",
        FeedClaim.Sent => "sent",
        _ => "stored",
    };

    public static FeedClaim Of(IReadOnlyList<LaneSnapshot> lanes)
    {
        bool isDelivered = lanes.All(lane => lane.Delivered >= lane.Stored);
        if (isDelivered && lanes.Any(lane => lane.Delivered > 0)) return FeedClaim.Delivered;
        return lanes.All(lane => lane.Waiting == 0) ? FeedClaim.Sent : FeedClaim.Stored;
    }
}
