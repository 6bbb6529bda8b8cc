using Gateway.Core.Documents;

namespace Gateway.Core.Forwarding;

/// <summary>What a feed's loop last said of its connection.</summary>
internal sealed record FeedConnection(
    bool IsConnected, DateTimeOffset Since, Wording? Trouble = null, ReconnectTrouble? Kind = null, DateTimeOffset? NextAttempt = null, long Attempts = 0);
