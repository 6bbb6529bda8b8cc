namespace Gateway.Core.Site;

/// <summary>How much of what was measured can still be looked at on the box, whatever the feeds have had.</summary>
public sealed record HistorySettings
{
    /// <summary>Days older than this go, whole days at a time. Only days that have readings count.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Most bytes on disk beside the buffer's own; the oldest days go first. The newest day stays, however large.</summary>
    public long MaximumBytes { get; init; } = 2L << 30;
}
