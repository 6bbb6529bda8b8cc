using Gateway.Core.Buffering;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding;

/// <summary>What a feed has sent since the start, and what it has put aside, which outlasts a restart. Logs what changes.</summary>
internal sealed class FeedTally
{
    private const int MostQuarantinedKept = 64;

    private readonly string _feed;
    private readonly DurableBuffer _buffer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long _number;

    public FeedTally(string feed, DurableBuffer buffer, TimeProvider time, ILogger logger)
    {
        _feed = feed;
        _buffer = buffer;
        _time = time;
        _logger = logger;
        // A manifest tells of what the process before had no time to tell.
        QuarantinedMessages = [.. buffer.Quarantined(feed).TakeLast(MostQuarantinedKept).Select(message => new QuarantinedMessage(feed, ++_number, message.Lane, message.Seq, message.Reason))];
    }

    public long SentMessages { get; private set; }

    public long SentReadings { get; private set; }

    /// <summary>How many are put aside now.</summary>
    public long Quarantined => _buffer.QuarantinedCount(_feed).All;

    /// <summary>The last of them, for manifests. A new list for each, so that any thread may read it.</summary>
    public IReadOnlyList<QuarantinedMessage> QuarantinedMessages { get; private set; } = [];

    public DateTimeOffset? LastAcknowledged { get; private set; }

    public void NoteSent(FeedLane lane, OutgoingMessage message, bool isUnheard)
    {
        LastAcknowledged = _time.GetUtcNow();
        SentMessages++;
        SentReadings += message.Readings;
        ForwardingMetrics.Sent(_feed, lane.Ledger.Lane, message.Readings);
        if (isUnheard && !lane.IsUnheard) Log.NobodyListens(_logger, _feed, lane.Ledger.Lane);
        if (!isUnheard && lane.IsUnheard) Log.SomebodyListens(_logger, _feed, lane.Ledger.Lane);
        lane.IsUnheard = isUnheard;
    }

    public void NoteQuarantined(Lane lane, OutgoingMessage message, string reason)
    {
        QuarantinedMessages = [.. QuarantinedMessages.TakeLast(MostQuarantinedKept - 1), new(_feed, ++_number, lane, message.Seq, reason)];
        ForwardingMetrics.Quarantined(_feed, lane);
        Log.Quarantined(_logger, _feed, lane, message.Seq, message.Publish.Payload.Length, reason);
    }
}
