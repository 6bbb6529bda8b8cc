namespace Gateway.Core.History;

/// <summary>Hours and days of UTC as history counts them: hours since 1970, each day's file 24 of them.</summary>
internal static class Hours
{
    public const long Milliseconds = 3_600_000;
    public const int OfDay = 24;

    private static readonly int _firstDay = new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>The hour in which a moment lies; negative before 1970.</summary>
    public static long Of(long timeMs) => Floor(timeMs, Milliseconds);

    public static long StartMs(long hour) => hour * Milliseconds;

    public static DateOnly DayOf(long hour) => DateOnly.FromDayNumber((int)Floor(hour, OfDay) + _firstDay);

    /// <summary>The first hour of a day.</summary>
    public static long FirstOf(DateOnly day) => (day.DayNumber - (long)_firstDay) * OfDay;

    private static long Floor(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);
}
