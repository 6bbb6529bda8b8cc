namespace Gateway.Cli;

/// <summary>No service holds buses here; the port's own lock keeps others out.</summary>
internal sealed class NobodyToAsk : IBusLender
{
    public ValueTask<BusLoan> BorrowAsync(CommandContext context, BusTarget target, CancellationToken cancel) => ValueTask.FromResult(BusLoan.Free);
}
