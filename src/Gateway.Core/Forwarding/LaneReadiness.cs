using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding;

/// <summary>What the plan needs to know of a lane.</summary>
internal readonly record struct LaneReadiness(Lane Lane, bool HasMore, bool IsPaused, bool IsBacklog = false);
