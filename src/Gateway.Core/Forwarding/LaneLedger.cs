using Gateway.Core.Buffering;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>One lane of one feed: what is sent, what must be sent again, how far it is acknowledged, and whether it pauses. Decides, and does no I/O.</summary>
/// <remarks>A lane never lets a later message overtake one that must be sent again: while it pauses, it pauses as a whole.</remarks>
internal sealed class LaneLedger(Lane lane, long acknowledged, Random random)
{
    /// <summary>Messages put aside one after the other, with none accepted between, after which the fault is not taken to be theirs.</summary>
    public const int MostQuarantinedInARow = 3;

    private static readonly TimeSpan _parkedFor = TimeSpan.FromMinutes(5);

    private readonly AcknowledgedPrefix _prefix = new(acknowledged);
    private readonly SortedList<long, OutgoingMessage> _again = [];
    private readonly BackOff _backOff = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), random);
    private int _quarantinedInARow;

    public Lane Lane => lane;

    /// <summary>Where the bookmark rests.</summary>
    public long Acknowledged => _prefix.Acknowledged;

    /// <summary>Messages that went out at least once and are not behind the bookmark.</summary>
    public int Open => _prefix.Open;

    public int ToSendAgain => _again.Count;

    /// <summary>The lane sends nothing before this time of the feed's own monotonic clock.</summary>
    public TimeSpan PausedUntil { get; private set; }

    /// <summary>We may not publish here, or everything is refused: a person has to change something. Tried again every 5 min and on each connection.</summary>
    public bool IsParked { get; private set; }

    public bool IsPaused(TimeSpan now) => now < PausedUntil;

    /// <summary>Notes a message that goes out for the first time.</summary>
    public void Add(OutgoingMessage message) => _prefix.Add(message.Seq);

    /// <summary>A message that was just added is put aside already, and does not go out.</summary>
    /// <returns>Whether the bookmark moved.</returns>
    public bool PassRefused(OutgoingMessage message) => _prefix.Settle(message.Seq);

    /// <summary>The feed has had everything up to here in another lane.</summary>
    public void Pass(long seq) => _prefix.Pass(seq);

    /// <summary>The oldest message that must be sent again, taken out; null when there is none.</summary>
    public OutgoingMessage? TakeAgain()
    {
        if (_again.Count == 0) return null;
        var message = _again.GetValueAtIndex(0);
        _again.RemoveAt(0);
        return message;
    }

    /// <summary>A message that was taken could not go out yet: it is again the oldest that must.</summary>
    public void PutBack(OutgoingMessage message) => _again.Add(message.Seq, message);

    /// <summary>A new connection may come to a mended broker: no lane waits any longer.</summary>
    public void Resume() => PausedUntil = default;

    /// <summary>Draws the consequences of a publish that ended.</summary>
    /// <param name="now">The feed's own monotonic clock.</param>
    /// <returns>The verdict, and whether the bookmark moved or the lane has just been parked.</returns>
    public LaneOutcome Settle(OutgoingMessage message, MqttPublishResult result, TimeSpan now)
    {
        if (PublishVerdicts.BlamesMessage(result)) message.Blamed++;
        var verdict = PublishVerdicts.Of(result, message.Blamed);
        if (verdict == PublishVerdict.Quarantine && _quarantinedInARow == MostQuarantinedInARow) verdict = PublishVerdict.Park;

        bool wasParked = IsParked;
        switch (verdict)
        {
            case PublishVerdict.Sent or PublishVerdict.SentUnheard:
                _backOff.Reset();
                _quarantinedInARow = 0;
                IsParked = false;
                return new(verdict, _prefix.Settle(message.Seq), WasUnparked: wasParked);
            case PublishVerdict.Quarantine:
                _quarantinedInARow++;
                return new(verdict, _prefix.Settle(message.Seq));
            case PublishVerdict.Park:
                IsParked = true;
                PausedUntil = now + _parkedFor;
                break;
            // A whole window may be refused at once: that is one trouble, not one for each message.
            case PublishVerdict.RetryLater when !IsPaused(now):
                PausedUntil = now + _backOff.Next();
                break;
        }
        _again.Add(message.Seq, message);
        return new(verdict, WasParked: IsParked && !wasParked);
    }
}
