namespace Gateway.Core.Forwarding;

/// <summary>How far everything that is stored for a feed has come.</summary>
public enum FeedClaim
{
    /// <summary>It is on our disk; some of it is not acknowledged by the broker.</summary>
    Stored,

    /// <summary>The broker has acknowledged all of it. What that is worth depends on the broker.</summary>
    Sent,

    /// <summary>The platform has confirmed all of it with receipts.</summary>
    Delivered,
}
