namespace Gateway.Core.Buffering;

/// <summary>Messages that policy or damage took away: a hole with its explanation, so that no hole is ever silent.</summary>
/// <param name="From">First sequence dropped.</param>
/// <param name="To">Last sequence dropped.</param>
/// <param name="Readings">How many readings they held, as far as known.</param>
public sealed record Drop(Lane Lane, long From, long To, long Readings, DropReason Reason, long AtMs);
