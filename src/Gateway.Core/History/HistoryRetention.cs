using Gateway.Core.Site;

namespace Gateway.Core.History;

/// <summary>Decides which days go: those beyond the time to keep, then the oldest until the rest fits.</summary>
/// <remarks>
/// Age is a number of days that have readings, and not what the wall clock says: a clock that jumps ten years ahead makes one file and nothing old. Days
/// ahead of the clock do not count, for they may be the work of such a jump.
/// </remarks>
internal static class HistoryRetention
{
    /// <param name="days">Oldest first.</param>
    public static IReadOnlyList<DateOnly> Beyond(IReadOnlyList<HistoryDay> days, DateOnly today, HistorySettings settings)
    {
        // Of the oldest day to keep a part is within the time: today is not over yet.
        int kept = (int)Math.Ceiling(settings.Keep.TotalDays) + 1;
        int old = Math.Max(0, days.Count(d => d.Day <= today) - kept);
        long bytes = days.Skip(old).Sum(d => d.Bytes);
        int gone = old;
        for (; gone < days.Count - 1 && bytes > settings.MaximumBytes; gone++) bytes -= days[gone].Bytes;
        return [.. days.Take(gone).Select(d => d.Day)];
    }
}
