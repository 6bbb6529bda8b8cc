namespace Gateway.Cli;

/// <summary>A lane's stored messages.</summary>
/// <param name="Newest">Less than <paramref name="Oldest"/> when there are none.</param>
internal sealed record BufferLane(string Lane, long Oldest, long Newest, long Messages);
