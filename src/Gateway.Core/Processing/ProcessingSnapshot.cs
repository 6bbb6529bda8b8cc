namespace Gateway.Core.Processing;

/// <summary>How the processing loop is doing.</summary>
/// <param name="Scans">Scans taken in since the start.</param>
/// <param name="Readings">Readings in them, and those that say that a point is stale.</param>
/// <param name="Transitions">Alarm transitions handed to the buffer.</param>
/// <param name="Failures">Scans whose judging failed by a bug of ours; their readings are stored all the same.</param>
/// <param name="LastPass">The time provider's timestamp when the loop last went round: at least once a second while it lives.</param>
public readonly record struct ProcessingSnapshot(long Scans, long Readings, long Transitions, long Failures, long LastPass);
