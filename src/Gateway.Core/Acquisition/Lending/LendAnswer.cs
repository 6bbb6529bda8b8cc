namespace Gateway.Core.Acquisition.Lending;

/// <summary>What came of asking for a bus: a lease, or who has it, or neither when its loop has ended.</summary>
internal readonly record struct LendAnswer(BusLease? Lease, LeaseSnapshot? HeldBy);
