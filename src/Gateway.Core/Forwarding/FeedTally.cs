using Gateway.Core.Buffering;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding;

/// <summary>What a feed has sent and put aside since the start. Logs what changes.</summary>
internal sealed class FeedTally(string feed, TimeProvider time, ILogger logger)
{
    private const int MostQuarantinedKept = 64;

    public long SentMessages { get; private set; }

    public long SentReadings { get; private set; }

    public long Quarantined { get; private set; }

    /// <summary>The last of them, for manifests. A new list for each, so that any thread may read it.</summary>
    public IReadOnlyList<QuarantinedMessage> QuarantinedMessages { get; private set; } = [];

    public DateTimeOffset? LastAcknowledged { get; private set; }

    public void NoteSent(FeedLane lane, OutgoingMessage message, bool isUnheard)
    {
        LastAcknowledged = time.GetUtcNow();
        SentMessages++;
        SentReadings += message.Readings;
        ForwardingMetrics.Sent(feed, lane.Ledger.Lane, message.Readings);
        if (isUnheard && !lane.IsUnheard) Log.NobodyListens(logger, feed, lane.Ledger.Lane);
        if (!isUnheard && lane.IsUnheard) Log.SomebodyListens(logger, feed, lane.Ledger.Lane);
        lane.IsUnheard = isUnheard;
    }

    public void NoteQuarantined(Lane lane, OutgoingMessage message, string reason)
    {
        Quarantined++;
        QuarantinedMessages = [.. QuarantinedMessages.TakeLast(MostQuarantinedKept - 1), new(feed, Quarantined, lane, message.Seq, reason)];
        ForwardingMetrics.Quarantined(feed, lane);
        Log.Quarantined(logger, feed, lane, message.Seq, message.Publish.Payload.Length, reason);
    }
}
