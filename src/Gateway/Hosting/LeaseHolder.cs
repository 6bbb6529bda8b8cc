using Gateway.Core.Acquisition.Lending;

namespace Gateway.Hosting;

/// <summary>Who has a bus, as status and a refusal say it.</summary>
internal sealed record LeaseHolder(int ProcessId, string User, string Command, DateTimeOffset Since, DateTimeOffset Until)
{
    public static LeaseHolder? Of(LeaseSnapshot? lease) => lease is null ? null : new LeaseHolder(
        lease.Borrower.ProcessId, lease.Borrower.User, lease.Borrower.Command,
        DateTimeOffset.FromUnixTimeMilliseconds(lease.SinceMs), DateTimeOffset.FromUnixTimeMilliseconds(lease.UntilMs));
}
