using Gateway.Core.Documents;

namespace Gateway.Core.Buffering;

/// <summary>The buffer at one moment, for pages, heartbeats and commands.</summary>
public sealed record BufferSnapshot
{
    public required BufferState State { get; init; }

    /// <summary>When it became degraded; null while healthy.</summary>
    public DateTimeOffset? DegradedSince { get; init; }

    /// <summary>How often it became degraded since the start.</summary>
    public long Outages { get; init; }

    /// <summary>What the store last said was wrong, for a person; null when nothing since the start.</summary>
    public Wording? LastError { get; init; }

    /// <summary>What opening found missing, or what was lost while running; null when all is there.</summary>
    public Wording? Loss { get; init; }

    public required string Epoch { get; init; }

    /// <summary>All epochs of the store, oldest first; the last is in force.</summary>
    public IReadOnlyList<string> Epochs { get; init; } = [];

    public required int Boot { get; init; }

    /// <summary>Commits since the start that stored messages.</summary>
    public required long Commits { get; init; }

    /// <summary>Since the start.</summary>
    public required long StoredReadings { get; init; }

    /// <summary>Since the start: alarms, heartbeats and whatever else is one message each.</summary>
    public required long StoredEvents { get; init; }

    /// <summary>Sampled but not yet stored.</summary>
    public required int PendingReadings { get; init; }

    /// <summary>Events whose callers still wait.</summary>
    public required int PendingEvents { get; init; }

    public required long PendingBytes { get; init; }

    /// <summary>Readings given up since the start because the disk took nothing and memory was full.</summary>
    public required long DroppedReadings { get; init; }

    /// <summary>Readings deleted from the store since the start because of age or size.</summary>
    public required long TrimmedReadings { get; init; }

    /// <summary>Of those, readings beside which one of their point and minute was kept.</summary>
    public long ThinnedReadings { get; init; }

    /// <summary>Pieces of reserves given up since the start because the disk was full, the last of them, oldest first.</summary>
    public IReadOnlyList<RoomMade> RoomMade { get; init; } = [];

    /// <summary>The ballast is out: others have filled the disk.</summary>
    public bool IsShortOfRoom { get; init; }

    /// <summary>Of the write-ahead log: about 1 MiB, more while some reader does not end.</summary>
    public long LogBytes { get; init; }

    /// <summary>Of the store, when it was last asked.</summary>
    public required long SizeBytes { get; init; }

    public required IReadOnlyList<LaneExtent> Lanes { get; init; }
}
