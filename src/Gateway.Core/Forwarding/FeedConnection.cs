namespace Gateway.Core.Forwarding;

/// <summary>What a feed's loop last said of its connection.</summary>
internal sealed record FeedConnection(
    bool IsConnected, DateTimeOffset Since, string? Trouble = null, ReconnectTrouble? Kind = null, DateTimeOffset? NextAttempt = null, long Attempts = 0);
