namespace Gateway.Core.Forwarding;

/// <summary>A copy of a feed's counts that any thread may read.</summary>
internal sealed record FeedProgress(
    DateTimeOffset? LastAcknowledged, long SentMessages, long SentReadings, long Quarantined, IReadOnlyList<QuarantinedMessage> QuarantinedMessages,
    IReadOnlyList<LaneProgress> Lanes)
{
    public static FeedProgress Of(FeedTraffic traffic, DateTimeOffset? lastAcknowledged) => new(
        lastAcknowledged, traffic.SentMessages, traffic.SentReadings, traffic.Quarantined, traffic.QuarantinedMessages,
        [.. traffic.Lanes.Select(LaneProgress.Of)]);
}
