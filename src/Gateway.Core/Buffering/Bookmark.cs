namespace Gateway.Core.Buffering;

/// <summary>A feed's place in one lane: everything up to <see cref="Acknowledged"/> was acknowledged by the broker.</summary>
/// <remarks>
/// After an outage the newest go first: then the interval from <see cref="LiveFrom"/> to <see cref="LiveAcknowledged"/> is also done while the backlog
/// between drains; when it meets <see cref="LiveFrom"/>, the two merge.
/// </remarks>
/// <param name="Acknowledged">Last sequence of the contiguous acknowledged beginning; 0 for nothing yet.</param>
/// <param name="LiveFrom">First sequence of the second interval; 0 when there is none.</param>
/// <param name="LiveAcknowledged">Last acknowledged of the second interval; <c>LiveFrom - 1</c> when none yet.</param>
/// <param name="Receipt">Last sequence the platform has confirmed; 0 when it confirms nothing.</param>
public readonly record struct Bookmark(long Acknowledged, long LiveFrom = 0, long LiveAcknowledged = 0, long Receipt = 0)
{
    /// <summary>The feed that history's bookmark goes by; no feed of a site can be called so.</summary>
    public const string HistoryFeed = "(history)";
}
