using Gateway.Core.Documents;

namespace Gateway.Core.Forwarding;

/// <summary>One feed at one moment, for pages, heartbeats and commands.</summary>
public sealed record FeedSnapshot
{
    public required string Feed { get; init; }

    public required bool IsConnected { get; init; }

    /// <summary>Since when it is connected or not.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>What last went wrong with the connection, for a person; null when nothing since the start. Stays when it is connected again.</summary>
    public Wording? Trouble { get; init; }

    /// <summary>What kind of trouble keeps it from being connected; null while connected.</summary>
    public ReconnectTrouble? TroubleKind { get; init; }

    /// <summary>When it tries again; null while connected or connecting.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>Attempts to connect since the start.</summary>
    public long Attempts { get; init; }

    /// <summary>When the broker last acknowledged something; null when never since the start.</summary>
    public DateTimeOffset? LastAcknowledged { get; init; }

    /// <summary>The platform's receipts do not fit what was sent, or do not come; null when all is well, or none are expected.</summary>
    public Wording? PlatformTrouble { get; init; }

    /// <summary>Messages the broker will never take, put aside now.</summary>
    public long Quarantined { get; init; }

    /// <summary>The last of them, oldest first.</summary>
    public IReadOnlyList<QuarantinedMessage> QuarantinedMessages { get; init; } = [];

    /// <summary>Messages and readings acknowledged since the start.</summary>
    public long SentMessages { get; init; }

    public long SentReadings { get; init; }

    /// <summary>Most urgent first.</summary>
    public required IReadOnlyList<LaneSnapshot> Lanes { get; init; }

    /// <summary>What can be said of everything that is stored for it.</summary>
    public FeedClaim Claim => FeedClaims.Of(Lanes);

    public bool NobodyListens => Lanes.Any(lane => lane.IsUnheard);
}
