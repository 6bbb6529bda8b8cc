namespace Gateway.Core.Forwarding;

/// <summary>What one settled publish meant for its lane.</summary>
internal readonly record struct LaneOutcome(PublishVerdict Verdict, bool BookmarkMoved = false, bool WasParked = false, bool WasUnparked = false);
