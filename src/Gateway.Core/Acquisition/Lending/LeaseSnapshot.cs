namespace Gateway.Core.Acquisition.Lending;

/// <summary>Who has a bus.</summary>
/// <param name="SinceMs">When it was asked for: UTC milliseconds.</param>
/// <param name="UntilMs">When it comes back by itself unless it is renewed: UTC milliseconds.</param>
internal sealed record LeaseSnapshot(Borrower Borrower, long SinceMs, long UntilMs);
