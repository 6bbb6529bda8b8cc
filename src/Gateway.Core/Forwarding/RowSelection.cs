using Gateway.Core.Site;

namespace Gateway.Core.Forwarding;

/// <summary>Which stored rows a feed sends. Decided from the row and its point's read interval alone, so that the same row always gets the same
/// answer: today, after a restart, and in a backfill next month when the rows around it may be gone.</summary>
/// <remarks>
/// UTC is cut into slots of <c>Every</c>. A row is sent when it is the first of its point in its slot, which shows in its time: the reading
/// before it, one interval earlier, lay in an earlier slot. Readings do not come to the millisecond, so the rule errs towards sending: it allows
/// the reading before to be late by <see cref="Slack"/>, and a slot may get two. With <c>OnChange</c>, a row flagged as changed is sent as well.
/// A point that is read later than its interval by more than the slack can miss a slot.
/// </remarks>
internal static class RowSelection
{
    private const long ShortestIntervalMs = 1_000;
    private const long MostSlackMs = 5_000;

    /// <param name="timeMs">The row's time: UTC milliseconds.</param>
    /// <param name="intervalMs">How often its point is read; 0 for as often as the bus allows, which counts as a second.</param>
    /// <param name="changed">The row's own flag: value or quality differs from the reading before.</param>
    public static bool Sends(this ReadingSelection selection, long timeMs, long intervalMs, bool changed)
    {
        if (selection.None) return false;
        if (selection.Every is not { } every || (changed && selection.OnChange)) return true;
        long slot = Math.Max(1, (long)every.TotalMilliseconds);
        long interval = Math.Max(intervalMs, ShortestIntervalMs);
        long intoSlot = ((timeMs % slot) + slot) % slot;
        return intoSlot < interval + Slack(interval);
    }

    /// <summary>One interval, 5 s at most.</summary>
    private static long Slack(long intervalMs) => Math.Min(intervalMs, MostSlackMs);
}
