namespace Gateway.Core.Alarms;

/// <summary>What may be shelved for how long, and what an alarm is when it comes back.</summary>
public static class ShelveRules
{
    /// <summary>The longest time for an alarm of a priority: an hour for the highest, eight for the others. There is no shelving without an end.</summary>
    /// <param name="priority">1 is the highest.</param>
    public static TimeSpan LongestFor(int priority) => TimeSpan.FromHours(priority <= 1 ? 1 : 8);

    internal static ShelveResult Judge(ShelveOrder order, int priority) =>
        string.IsNullOrWhiteSpace(order.Note) ? ShelveResult.NoReason
        : order.For <= TimeSpan.Zero || order.For > LongestFor(priority) ? ShelveResult.TimeNotAllowed
        : ShelveResult.Done;

    /// <summary>The base state on leaving the shelf: what is normal stays so, and what is active has to be looked at anew, also when it was acknowledged
    /// before.</summary>
    internal static AlarmState OnReturn(AlarmState state) => state == AlarmState.Acknowledged ? AlarmState.Unacknowledged : state;

    /// <summary>How much is left of a shelving after a restart. A wall clock that was set back meanwhile prolongs nothing beyond what was asked for.</summary>
    internal static TimeSpan Left(Shelving shelving, long nowMs) =>
        TimeSpan.FromMilliseconds(Math.Clamp(shelving.UntilMs - nowMs, 0, Math.Max(0, shelving.UntilMs - shelving.FromMs)));
}
