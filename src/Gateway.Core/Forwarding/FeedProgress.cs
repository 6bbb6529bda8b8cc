using Gateway.Core.Documents;

namespace Gateway.Core.Forwarding;

/// <summary>A copy of a feed's counts that any thread may read.</summary>
internal sealed record FeedProgress(
    DateTimeOffset? LastAcknowledged, long SentMessages, long SentReadings, long Quarantined, IReadOnlyList<QuarantinedMessage> QuarantinedMessages,
    IReadOnlyList<LaneProgress> Lanes, Wording? PlatformTrouble)
{
    public static FeedProgress Of(FeedTraffic traffic) => new(
        traffic.Tally.LastAcknowledged, traffic.Tally.SentMessages, traffic.Tally.SentReadings, traffic.Tally.Quarantined, traffic.Tally.QuarantinedMessages,
        [.. traffic.Lanes.Select(LaneProgress.Of)], traffic.PlatformTrouble);
}
