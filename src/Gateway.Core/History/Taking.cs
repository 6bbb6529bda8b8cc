using Gateway.Core.Buffering;
using Gateway.Core.Readings;

namespace Gateway.Core.History;

/// <summary>One step of taking stored readings into history: counts them, then gathers them in passes of bounded size, hour by hour, and writes them.</summary>
/// <remarks>Passes instead of memory: an hour of 200 points at one a second is 720,000 readings, and a gateway has little memory and much time.</remarks>
internal sealed class Taking(DurableBuffer buffer, HistoryFolder folder, CancellationToken stop)
{
    /// <summary>Readings gathered at once: 4 MB.</summary>
    public const int PassReadings = 128 * 1024;

    // A day's transaction is so long at most, and so is its log: 8 MB.
    private const long StepReadings = 4_000_000;

    private const int ReadMessages = 128;
    private const long ReadBytes = 1 << 20;

    private readonly Dictionary<(string Point, long Hour), PointHour> _hours = [];
    private readonly Dictionary<int, PointHour?[]> _latest = [];
    private readonly Dictionary<int, Layout?> _layouts = [];
    private readonly Dictionary<DateOnly, Dictionary<(int Hour, string Epoch), long>> _taken = [];
    private readonly HashSet<string> _epochs = [];
    private readonly ChunkAppender _appender = new();
    private Reading[] _gathered = [];
    private string _takenEpoch = "";
    private long _takenHour = long.MinValue;
    private long _takenSeq;

    /// <summary>The day whose file is being read or written: to whom it happened when SQLite fails.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Readings taken.</summary>
    public long Readings { get; private set; }

    /// <summary>Readings that no name can be given to, because their layout is lost.</summary>
    public long Nameless { get; private set; }

    /// <summary>Takes messages of the live lane in order, as many as one step may.</summary>
    /// <returns>The last sequence taken.</returns>
    /// <exception cref="StoreException">The buffer cannot be read.</exception>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">The file of <see cref="Day"/> cannot be read or written.</exception>
    public long Take(long from, long to)
    {
        long through = Walk(from, to, isCounting: true);
        var hours = _hours.Values.OrderBy(h => h.Hour).ThenBy(h => h.Point.Id, StringComparer.Ordinal).ToList();
        if (hours.Count > 0) _gathered = new Reading[Math.Min(PassReadings, hours.Sum(h => (long)h.Count))];
        foreach (var day in hours.GroupBy(h => Hours.DayOf(h.Hour))) WriteDay(day.Key, [.. day], from, through);
        return through;
    }

    private void WriteDay(DateOnly day, List<PointHour> hours, long from, long through)
    {
        Day = day;
        Directory.CreateDirectory(folder.Path);
        using var file = DayFile.Open(folder.FileOf(day));
        for (int next = 0; next < hours.Count;)
        {
            int end = Plan(hours, next);
            foreach (var hour in _hours.Values) hour.BeginPass();
            Walk(from, through, isCounting: false);
            for (; next < end; next++) Write(file, hours[next]);
            // The last one may have been too much for one pass.
            if (hours[end - 1].Left > 0) next--;
        }
        foreach (long hour in hours.Select(h => h.Hour).Distinct())
        {
            foreach (string epoch in _epochs) file.SetTaken(OfDay(hour), epoch, Math.Max(through, TakenOf(hour, epoch)));
        }
        file.Commit();
        folder.Note(Day);
        Day = default;
    }

    /// <summary>Which hours of which points the next pass gathers: as many as have room, one at least.</summary>
    /// <returns>The first that is left.</returns>
    private int Plan(List<PointHour> hours, int first)
    {
        int room = _gathered.Length;
        int next = first;
        for (; next < hours.Count && (next == first || hours[next].Left <= room); next++)
        {
            int wanted = Math.Min(hours[next].Left, room);
            hours[next].Want(_gathered.Length - room, wanted);
            room -= wanted;
        }
        return next;
    }

    private void Write(DayFile file, PointHour hour)
    {
        stop.ThrowIfCancellationRequested();
        _appender.Append(file, OfDay(hour.Hour), hour.Point, _gathered.AsSpan(hour.Offset, hour.Gathered));
        Readings += hour.Gathered;
        hour.EndPass();
    }

    /// <returns>The last sequence looked at.</returns>
    private long Walk(long from, long to, bool isCounting)
    {
        long readings = 0;
        for (long next = from; next <= to;)
        {
            stop.ThrowIfCancellationRequested();
            var messages = buffer.Read(Lane.Live, next, ReadMessages, ReadBytes);
            foreach (var message in messages.TakeWhile(m => m.Seq <= to))
            {
                if (isCounting && readings >= StepReadings) return message.Seq - 1;
                readings += message.Count;
                if (message.Kind == MessageKind.Readings) Look(message, isCounting);
            }
            // What is missing from the sequence was dropped, and the buffer has a record of it.
            next = messages.Count == 0 ? to + 1 : messages[^1].Seq + 1;
        }
        return to;
    }

    private void Look(StoredMessage message, bool isCounting)
    {
        _epochs.Add(message.Epoch);
        if (LayoutOf(message.Layout) is not { } layout)
        {
            if (isCounting) Nameless += message.Count;
            return;
        }
        var latest = _latest[message.Layout];
        var rows = new ReadingsReader(message.Body.Span);
        while (rows.TryRead(out var row))
        {
            long hour = Hours.Of(row.TimeMs);
            if (row.Point >= latest.Length || IsTaken(hour, message)) continue;
            var place = latest[row.Point];
            if (place is null || place.Hour != hour) latest[row.Point] = place = PlaceOf(layout.Points[row.Point], hour);
            if (isCounting) place.CountOne();
            else if (place.PlaceOfNext() is >= 0 and var at) _gathered[at] = row.ToReading();
        }
    }

    private PointHour PlaceOf(LayoutPoint point, long hour)
    {
        if (!_hours.TryGetValue((point.Id, hour), out var place)) _hours[(point.Id, hour)] = place = new PointHour(new HistoryPoint(point.Id, point.Unit), hour);
        return place;
    }

    private bool IsTaken(long hour, StoredMessage message)
    {
        if (hour != _takenHour || message.Epoch != _takenEpoch) (_takenHour, _takenEpoch, _takenSeq) = (hour, message.Epoch, TakenOf(hour, message.Epoch));
        return message.Seq <= _takenSeq;
    }

    /// <summary>The last sequence of an epoch whose readings of the hour are in its day's file already.</summary>
    private long TakenOf(long hour, string epoch)
    {
        var day = Hours.DayOf(hour);
        if (!_taken.TryGetValue(day, out var taken)) _taken[day] = taken = TakenIn(day);
        return taken.GetValueOrDefault((OfDay(hour), epoch));
    }

    private Dictionary<(int Hour, string Epoch), long> TakenIn(DateOnly day)
    {
        if (!File.Exists(folder.FileOf(day))) return [];
        Day = day;
        using var file = DayFile.Open(folder.FileOf(day));
        return file.Taken();
    }

    private Layout? LayoutOf(int number)
    {
        if (_layouts.TryGetValue(number, out var known)) return known;
        var layout = buffer.FindLayout(number);
        _latest[number] = new PointHour?[layout?.Points.Count ?? 0];
        return _layouts[number] = layout;
    }

    private static int OfDay(long hour) => (int)(hour - Hours.FirstOf(Hours.DayOf(hour)));
}
