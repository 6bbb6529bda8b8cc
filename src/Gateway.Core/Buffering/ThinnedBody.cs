namespace Gateway.Core.Buffering;

/// <summary>A message of readings that were thinned, before it has its number. Times and clock are those of the last message it was made of.</summary>
internal sealed record ThinnedBody(int Layout, long WallMs, long MonotonicMs, ClockState Clock, int Count, byte[] Body);
