using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding;

/// <summary>One lane of one feed at one moment.</summary>
/// <param name="Acknowledged">The bookmark: everything up to here was acknowledged by the broker.</param>
/// <param name="Waiting">Stored messages not yet acknowledged; for a thinned feed, those not yet looked at count too.</param>
/// <param name="WaitingSince">When the oldest of them was sealed; null when none waits.</param>
/// <param name="InFlight">Sent and not acknowledged.</param>
/// <param name="IsParked">The broker does not let us publish here.</param>
/// <param name="IsUnheard">The broker says that nobody subscribes.</param>
public sealed record LaneSnapshot(
    Lane Lane, long Acknowledged, long Waiting, DateTimeOffset? WaitingSince, int InFlight, bool IsParked, bool IsUnheard)
{
    /// <summary>The last sequence that is stored.</summary>
    public long Stored { get; init; }

    /// <summary>The platform has confirmed everything up to here; 0 when it gives no receipts. Only this is called delivered.</summary>
    public long Delivered { get; init; }

    /// <summary>A lane whose backlog goes out behind its fresh messages, as one.</summary>
    internal static LaneSnapshot Join(LaneSnapshot one, LaneSnapshot other) => new(
        one.Lane, Math.Min(one.Acknowledged, other.Acknowledged), one.Waiting + other.Waiting,
        Earlier(one.WaitingSince, other.WaitingSince), one.InFlight + other.InFlight, one.IsParked || other.IsParked, one.IsUnheard || other.IsUnheard);

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => other is null || one < other ? one : other;
}
