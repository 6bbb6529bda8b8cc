namespace Gateway.Cli;

/// <summary>What a scale was asked and what it said then, control characters by name.</summary>
/// <param name="Tx">Null for a scale that talks by itself.</param>
internal sealed record ScaleTurnLine(string? Tx, string Rx);
