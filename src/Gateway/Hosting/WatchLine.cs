namespace Gateway.Hosting;

/// <summary>A line of a watch: the points that have a new reading since the line before; all that are watched in the first.</summary>
/// <param name="Now">By the gateway's clock, so that ages need no other.</param>
internal sealed record WatchLine(string Schema, string Gateway, DateTimeOffset Now, IReadOnlyList<ReadingLine> Readings);
