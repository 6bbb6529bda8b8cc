namespace Gateway.Core.Alarms;

/// <summary>A person's wish to have a shelved alarm back in sight before its time.</summary>
/// <param name="AlarmId">The alarm's stable name.</param>
/// <param name="Actor">Who.</param>
/// <param name="Note">What the person had to say, if anything.</param>
public sealed record UnshelveOrder(string AlarmId, string Actor, string? Note = null);
