namespace Gateway.Core.Site;

/// <summary>Where and how much the gateway keeps.</summary>
public sealed record BufferSettings
{
    /// <summary>The data folder; created when absent.</summary>
    public required string Path { get; init; }

    /// <summary>Readings older than this may go.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Most bytes on disk.</summary>
    public long MaximumBytes { get; init; } = 2L << 30;

    /// <summary>
    /// Longest time a reading waits in memory for its group to be stored. Each commit wears flash: 1 s is about 1.4 GB a day at 200 points a second.
    /// </summary>
    public TimeSpan CommitEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What is kept beyond that, for people.</summary>
    public HistorySettings History { get; init; } = new();
}
