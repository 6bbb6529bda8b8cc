namespace Gateway.Core.Forwarding.Proof;

/// <summary>How far a lane's chain was when a manifest was made: enough to go on from there after a restart.</summary>
/// <param name="First">First sequence that the chain covers in this epoch.</param>
/// <param name="To">Last sequence that it has passed.</param>
/// <param name="AtMs">Until when readings are counted: UTC milliseconds.</param>
internal sealed record ChainPlace(string Epoch, long First, long To, string Head, long AtMs);
