namespace Gateway.Cli;

/// <summary>Something damaged in a data folder.</summary>
internal sealed record BufferDamage(string Path, string Message);
