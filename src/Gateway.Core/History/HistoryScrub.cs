namespace Gateway.Core.History;

/// <summary>Looks through the day files, one an hour, so that damage is noticed while it may still be mended from a platform or a copy.</summary>
internal sealed class HistoryScrub(HistoryFolder folder, HistoryInspection inspection, TimeProvider time)
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>A start has more urgent things to do.</summary>
    public static readonly TimeSpan First = TimeSpan.FromMinutes(5);

    private readonly HashSet<DateOnly> _told = [];
    private readonly long _startedAt = time.GetTimestamp();
    private long? _lookedAt;
    private DateOnly? _last;

    public bool IsDue => _lookedAt is { } at ? time.GetElapsedTime(at) >= Every : time.GetElapsedTime(_startedAt) >= First;

    /// <summary>Looks at the next day, the newest that is over first, and for days that are gone.</summary>
    /// <returns>What was found and not told before.</returns>
    public IReadOnlyList<(DateOnly Day, int Hours, HistoryTrouble First)> Look(DateOnly today)
    {
        _lookedAt = time.GetTimestamp();
        folder.NoteAll();
        var found = new List<(DateOnly, int, HistoryTrouble)>();
        foreach (var missing in folder.Missing(DateOnly.MinValue, DateOnly.MaxValue, isWholeOnly: true))
            if (_told.Add(missing.Day)) found.Add((missing.Day, 0, missing.Trouble));
        if (Next(today) is not { } day) return found;
        _last = day;
        var troubles = inspection.Verify(day).Troubles;
        if (troubles.Count > 0 && _told.Add(day)) found.Add((day, troubles.Count(trouble => trouble.Hour is not null), troubles[0]));
        return found;
    }

    /// <summary>The file of today is being written.</summary>
    private DateOnly? Next(DateOnly today)
    {
        var days = folder.Days().Select(day => day.Day).Where(day => day != today).ToList();
        if (days.Count == 0) return null;
        int before = days.FindLastIndex(day => day < (_last ?? DateOnly.MaxValue));
        return before >= 0 ? days[before] : days[^1];
    }
}
