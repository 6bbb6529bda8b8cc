namespace Gateway.Core.Alarms;

/// <summary>An alarm that a person has taken out of sight for a while (ANSI/ISA-18.2-2016, state E). Its base state goes on being computed beneath.</summary>
/// <param name="FromMs">When it was shelved: UTC milliseconds.</param>
/// <param name="UntilMs">When it comes back by itself, by the wall clock of the time it was shelved; what counts is the monotonic time in between.</param>
/// <param name="Actor">Who shelved it.</param>
/// <param name="IsOneShot">It also comes back when its condition goes.</param>
public sealed record Shelving(long FromMs, long UntilMs, string Actor, bool IsOneShot);
