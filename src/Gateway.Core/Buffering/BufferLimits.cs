namespace Gateway.Core.Buffering;

/// <summary>Bounds of the buffer that nobody needs to set. Together with the store's own they keep memory bounded whatever the disk does.</summary>
internal sealed record BufferLimits
{
    /// <summary>Most readings of a message; and as many waiting are enough for a commit before its time.</summary>
    public int MessageReadings { get; init; } = 2_000;

    /// <summary>Most bytes of a message as JSON, estimated: many brokers refuse packets above 64 KiB, and some platforms above 48.</summary>
    public int MessageJsonBytes { get; init; } = 48 * 1024;

    public int CommitMessages { get; init; } = 256;

    public int CommitBytes { get; init; } = 8 << 20;

    /// <summary>A producer waits while so many readings wait and the store is healthy: minutes of a large site, so that a frozen disk is not felt.</summary>
    public int WaitingReadings { get; init; } = 200_000;

    /// <summary>But no longer than this without progress: polling and alarms go on, and memory is bounded as when the disk fails.</summary>
    public TimeSpan WaitForRoom { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What is kept in memory while the disk takes nothing; then the oldest readings go, counted.</summary>
    public long MemoryBytes { get; init; } = 64L << 20;

    /// <summary>Of messages just stored, kept so that feeds do not read them back from disk.</summary>
    public long RecentBytes { get; init; } = 4L << 20;
}
