namespace Gateway.Core.Alarms;

/// <summary>A person's wish to have an alarm out of sight for a while; on an alarm that is shelved, to have it so for another while from now on.</summary>
/// <param name="AlarmId">The alarm's stable name.</param>
/// <param name="For">How long; see <see cref="ShelveRules.LongestFor"/>.</param>
/// <param name="Actor">Who.</param>
/// <param name="Note">Why; nobody shelves without a reason.</param>
/// <param name="IsOneShot">Only until the condition goes, if that comes first.</param>
public sealed record ShelveOrder(string AlarmId, TimeSpan For, string Actor, string Note, bool IsOneShot = false);
