using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Commands;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>A message as a feed sends it, kept until it needs nothing more.</summary>
/// <param name="lane">Null for what the gateway says about itself: it is in no lane and no bookmark waits for it.</param>
/// <param name="seq">0 when it is in no lane.</param>
internal sealed class OutgoingMessage(Lane? lane, long seq, int readings, MqttPublish publish)
{
    public Lane? Lane => lane;

    public long Seq => seq;

    /// <summary>Readings in it; 0 when it is not a batch.</summary>
    public int Readings => readings;

    public MqttPublish Publish => publish;

    /// <summary>Says something only when it is in a lane.</summary>
    public MessageKind Kind { get; init; }

    /// <summary>The layout that the message names; null when it names none.</summary>
    public Layout? Layout { get; init; }

    /// <summary>May use the reserved places.</summary>
    public bool IsUrgent => lane is null ? Backfill is null : LanePlan.IsUrgent(lane.Value);

    /// <summary>The lane of the feed that it came from; null when it is in no lane.</summary>
    public FeedLane? Of { get; set; }

    /// <summary>When it was last handed to the session, by the feed's own monotonic clock.</summary>
    public TimeSpan SentAt { get; set; }

    /// <summary>The backfill that it belongs to; null when it is no repeat that was asked for.</summary>
    public Backfill? Backfill { get; init; }

    /// <summary>An answer to a command: it is sent until the broker has it.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>The pace against which it counts while it is in flight; null when none.</summary>
    public BacklogPace? Pace { get; set; }

    /// <summary>How often the broker found fault with the message itself.</summary>
    public int Blamed { get; set; }
}
