namespace Gateway.Core.Acquisition.Lending;

/// <summary>Who asks for a bus.</summary>
/// <param name="ProcessId">As the kernel says it (unix(7), SO_PEERCRED); 0 when it is in a namespace of its own.</param>
/// <param name="UserId">As the kernel says it.</param>
/// <param name="User">Name of the person, as the borrower says it.</param>
/// <param name="Command">What it is for, as the borrower says it.</param>
internal sealed record Borrower(int ProcessId, int UserId, string User, string Command)
{
    public override string ToString() => $"PID {ProcessId} ({User}, {Command})";
}
