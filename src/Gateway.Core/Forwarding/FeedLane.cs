namespace Gateway.Core.Forwarding;

/// <summary>One lane of one feed: where its messages come from and what became of them.</summary>
internal sealed class FeedLane(LaneReader reader, LaneLedger ledger)
{
    public LaneReader Reader => reader;

    public LaneLedger Ledger => ledger;

    /// <summary>Readings from before an outage, which go out behind the fresh ones and on a topic of their own.</summary>
    public bool IsBacklog { get; private set; }

    /// <summary>The broker said of the last message that nobody subscribes.</summary>
    public bool IsUnheard { get; set; }

    /// <summary>The store could not be read; not asked again before this time of the feed's own clock.</summary>
    public TimeSpan UnreadableUntil { get; set; }

    /// <param name="end">The last sequence that it still has to send.</param>
    public void BecomeBacklog(long end)
    {
        IsBacklog = true;
        reader.BecomeBacklog(end);
    }

    public LaneReadiness ReadinessAt(TimeSpan now) =>
        new(ledger.Lane, ledger.ToSendAgain > 0 || reader.HasMore, ledger.IsPaused(now) || now < UnreadableUntil, IsBacklog);
}
