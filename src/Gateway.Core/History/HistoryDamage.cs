using Gateway.Core.Documents;

namespace Gateway.Core.History;

/// <summary>A day of history that was found damaged or missing.</summary>
/// <param name="Number">Counts such days since the start, from 1.</param>
/// <param name="Hours">How many hours of points cannot be read; 0 when the file as a whole is concerned.</param>
public sealed record HistoryDamage(long Number, DateOnly Day, int Hours, Wording Reason);
