namespace Gateway.Core.Receiving;

/// <summary>How a receiver behaves.</summary>
internal sealed record ReceiverOptions
{
    /// <summary>The name by which gateways see it in commands, and the last level of the topic for answers. Letters, digits, '-' and '_'.</summary>
    public required string Client { get; init; }

    public BackfillScope Backfill { get; init; } = BackfillScope.Holes;

    /// <summary>Whether it confirms what it has stored.</summary>
    public bool SendsReceipts { get; init; }

    /// <summary>How long nothing must have come that fills a hole before it is asked for.</summary>
    public TimeSpan AskAfter { get; init; } = TimeSpan.FromSeconds(30);
}
