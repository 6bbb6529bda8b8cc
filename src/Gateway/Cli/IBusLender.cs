namespace Gateway.Cli;

/// <summary>Who may hold a bus that a command wants to speak on.</summary>
internal interface IBusLender
{
    /// <summary>Asks for the bus; polling on it pauses until the loan is given back.</summary>
    ValueTask<BusLoan> BorrowAsync(CommandContext context, BusTarget target, CancellationToken cancel);
}
