namespace Gateway.Core.Alarms;

/// <summary>A person's statement to have seen an alarm.</summary>
/// <param name="AlarmId">The alarm's stable name.</param>
/// <param name="Occurrence">The occurrence that was seen; another one is not acknowledged by it.</param>
/// <param name="Actor">Who.</param>
/// <param name="Note">What the person had to say, if anything.</param>
public sealed record Acknowledgement(string AlarmId, string Occurrence, string Actor, string? Note = null);
