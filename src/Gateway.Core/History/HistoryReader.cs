using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Gateway.Core.History.Chunks;
using Gateway.Core.Readings;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.History;

/// <summary>Answers what was measured when: from the day files, and from the buffer for what is not in them yet. Reads only, beside a running gateway or
/// without one. A query at a time; bounded memory, for it goes from hour to hour.</summary>
/// <remarks>What cannot be read is left out and said in <see cref="Troubles"/>. Times are UTC milliseconds since 1970, from inclusive and to
/// exclusive.</remarks>
public sealed class HistoryReader
{
    private readonly string _dataFolder;
    private readonly TimeProvider _time;
    private readonly HistoryFolder _folder;
    private readonly ChunkDecoder _decoder = new();
    private readonly List<HistoryTrouble> _troubles = [];

    /// <param name="dataFolder">The gateway's data folder.</param>
    public HistoryReader(string dataFolder, TimeProvider time)
    {
        SQLitePCL.Batteries_V2.Init();
        _dataFolder = dataFolder;
        _time = time;
        _folder = new HistoryFolder(dataFolder);
    }

    /// <summary>What could not be read so far.</summary>
    public IReadOnlyList<HistoryTrouble> Troubles => _troubles;

    /// <summary>The points that have readings on a day of the range, or are configured now; by id.</summary>
    public IReadOnlyList<HistoryPoint> Points(long fromMs, long toMs)
    {
        NoteMissing(fromMs, toMs);
        var points = new SortedDictionary<string, HistoryPoint>(StringComparer.Ordinal);
        foreach (var day in DaysIn(fromMs, toMs))
        {
            InDay(day, reader =>
            {
                foreach (var (_, point) in reader.Points()) points[point.Id] = point;
            });
        }
        using var pending = OpenPending();
        foreach (var point in pending?.Points() ?? []) points.TryAdd(point.Id, point);
        return [.. points.Values];
    }

    /// <summary>A point's readings in order of time, as they were stored.</summary>
    /// <returns>Read hour by hour as they are asked for. Their point number is 0 and means nothing.</returns>
    public IEnumerable<Reading> Readings(string point, long fromMs, long toMs)
    {
        foreach (var hour in HoursOf(point, fromMs, toMs, isSummaryEnough: static (_, _) => false))
        {
            foreach (var reading in hour.Readings)
            {
                if (reading.TimeMs >= fromMs && reading.TimeMs < toMs) yield return reading;
            }
        }
    }

    /// <summary>A point's readings drawn together in spans of one length, one bucket for each, also where there is nothing.</summary>
    /// <param name="every">At least a millisecond.</param>
    public IEnumerable<HistoryBucket> Buckets(string point, long fromMs, long toMs, TimeSpan every)
    {
        long length = Math.Max(1, (long)every.TotalMilliseconds);
        var line = new BucketLine(fromMs, toMs, length);
        var hours = HoursOf(point, fromMs, toMs, (first, last) => first >= fromMs && last < toMs && (first - fromMs) / length == (last - fromMs) / length);
        foreach (var hour in hours)
        {
            foreach (var chunk in hour.Summaries)
            {
                while (line.TryTake(chunk.FirstMs, out var bucket)) yield return bucket;
                line.Add(chunk);
            }
            foreach (var reading in hour.Readings)
            {
                if (reading.TimeMs < fromMs || reading.TimeMs >= toMs) continue;
                while (line.TryTake(reading.TimeMs, out var bucket)) yield return bucket;
                line.Add(reading);
            }
        }
        while (line.TryTake(toMs, out var bucket)) yield return bucket;
    }

    /// <summary>Readings of many points: day by day and hour by hour, in an hour point by point; then, as stored, what is not in history yet.</summary>
    /// <param name="isWanted">Which points, by id.</param>
    public IEnumerable<(HistoryPoint Point, Reading Reading)> Export(Func<string, bool> isWanted, long fromMs, long toMs)
    {
        NoteMissing(fromMs, toMs);
        using var pending = OpenPending();
        var taken = new Dictionary<(long Hour, string Epoch), long>();
        foreach (var day in DaysIn(fromMs, toMs))
        {
            using var reader = TryOpen(day);
            if (reader is null) continue;
            Note(day, reader, taken);
            foreach (var found in ExportDay(day, reader, isWanted, fromMs, toMs)) yield return found;
        }
        if (pending is null) yield break;
        foreach (var one in pending.Of(isWanted))
        {
            long time = one.Reading.TimeMs;
            if (time < fromMs || time >= toMs || one.Seq <= taken.GetValueOrDefault((Hours.Of(time), one.Epoch))) continue;
            yield return (new HistoryPoint(one.Point.Id, one.Point.Unit), one.Reading);
        }
        Note(pending);
    }

    private IEnumerable<(HistoryPoint Point, Reading Reading)> ExportDay(DateOnly day, DayReader reader, Func<string, bool> isWanted, long fromMs, long toMs)
    {
        var points = (Try(day, reader.Points) ?? []).Where(p => isWanted(p.Point.Id)).ToList();
        var found = new HourOfPoint([], []);
        for (int hour = 0; hour < Hours.OfDay; hour++)
        {
            long startMs = Hours.StartMs(Hours.FirstOf(day) + hour);
            if (startMs >= toMs || startMs + Hours.Milliseconds <= fromMs) continue;
            foreach (var (number, point) in points)
            {
                found.Clear();
                Fill(found, day, reader, hour, number, point.Id, isSummaryEnough: static (_, _) => false);
                ReadingOrder.Sort(found.Readings);
                foreach (var reading in found.Readings)
                {
                    if (reading.TimeMs >= fromMs && reading.TimeMs < toMs) yield return (point, reading);
                }
            }
        }
    }

    /// <summary>What is known of a point's hours, in order: chunks whose summary is enough, or the readings. Each is good until the next is asked for.</summary>
    /// <param name="isSummaryEnough">Whether first and last time of a chunk say that it need not be unpacked.</param>
    private IEnumerable<HourOfPoint> HoursOf(string point, long fromMs, long toMs, Func<long, long, bool> isSummaryEnough)
    {
        if (toMs <= fromMs) yield break;
        NoteMissing(fromMs, toMs);
        var pending = PendingOf(point, fromMs, toMs);
        var days = DaysIn(fromMs, toMs).Concat(pending.Keys.Select(Hours.DayOf)).Distinct().Order();
        var found = new HourOfPoint([], []);
        foreach (var day in days)
        {
            using var reader = TryOpen(day);
            int number = reader is null ? 0 : Try(day, () => reader.NumberOf(point));
            for (int hour = 0; hour < Hours.OfDay; hour++)
            {
                long whole = Hours.FirstOf(day) + hour;
                if (Hours.StartMs(whole) >= toMs || Hours.StartMs(whole + 1) <= fromMs) continue;
                var waiting = pending.GetValueOrDefault(whole)?.FindAll(p => p.Seq > (reader?.Taken.GetValueOrDefault((hour, p.Epoch)) ?? 0)) ?? [];
                found.Clear();
                if (number > 0) Fill(found, day, reader!, hour, number, point, waiting.Count > 0 ? static (_, _) => false : isSummaryEnough);
                // What is in history was stored before what is pending.
                foreach (var one in waiting) found.Readings.Add(one.Reading);
                ReadingOrder.Sort(found.Readings);
                yield return found;
            }
        }
    }

    private void Fill(HourOfPoint found, DateOnly day, DayReader reader, int hour, int number, string point, Func<long, long, bool> isSummaryEnough)
    {
        int damaged = 0;
        var chunks = Try(day, () => reader.Chunks(hour, number, point, out damaged)) ?? [];
        // Summaries and readings of one hour are not mixed: their order would be lost.
        bool areSummariesEnough = chunks.TrueForAll(c => isSummaryEnough(c.Summary.FirstMs, c.Summary.LastMs)) && AreInOrder(chunks);
        foreach (var chunk in chunks)
        {
            if (areSummariesEnough) found.Summaries.Add(chunk.Summary);
            else if (Try(day, () => reader.Body(chunk)) is not { } body || !_decoder.TryDecode(body, 0, found.Readings)) damaged++;
        }
        if (damaged > 0) Add(HistoryTrouble.WrongCheckSum(_folder.FileOf(day), Hours.FirstOf(day) + hour, point));
    }

    private Dictionary<long, List<PendingReading>> PendingOf(string point, long fromMs, long toMs)
    {
        using var pending = OpenPending();
        var byHour = new Dictionary<long, List<PendingReading>>();
        foreach (var one in pending?.Of(id => id == point) ?? [])
        {
            if (one.Reading.TimeMs < fromMs || one.Reading.TimeMs >= toMs) continue;
            long hour = Hours.Of(one.Reading.TimeMs);
            if (!byHour.TryGetValue(hour, out var list)) byHour[hour] = list = [];
            list.Add(one);
        }
        if (pending is not null) Note(pending);
        return byHour;
    }

    private IEnumerable<DateOnly> DaysIn(long fromMs, long toMs)
    {
        var (first, last) = (Hours.DayOf(Hours.Of(fromMs)), Hours.DayOf(Hours.Of(toMs - 1)));
        return _folder.Days().Select(d => d.Day).Where(day => first <= day && day <= last);
    }

    /// <summary>A hole has its reason: days that are gone, or not all there.</summary>
    private void NoteMissing(long fromMs, long toMs)
    {
        if (toMs <= fromMs) return;
        foreach (var (_, trouble) in _folder.Missing(Hours.DayOf(Hours.Of(fromMs)), Hours.DayOf(Hours.Of(toMs - 1)), isWholeOnly: false)) Add(trouble);
    }

    private void Add(HistoryTrouble trouble)
    {
        if (!_troubles.Contains(trouble)) _troubles.Add(trouble);
    }

    private PendingReadings? OpenPending()
    {
        try
        {
            return new PendingReadings(_dataFolder, _time);
        }
        catch (SqliteException failure)
        {
            Add(OfBuffer(failure.Message));
            return null;
        }
    }

    private void Note(PendingReadings pending)
    {
        foreach (var trouble in pending.Troubles) Add(OfBuffer(trouble));
    }

    private HistoryTrouble OfBuffer(Wording reason) => new(new StoreFiles(_dataFolder).Database, null, null, reason);

    private void InDay(DateOnly day, Action<DayReader> read)
    {
        using var reader = TryOpen(day);
        if (reader is null) return;
        Try(day, () =>
        {
            read(reader);
            return reader;
        });
    }

    private DayReader? TryOpen(DateOnly day) => File.Exists(_folder.FileOf(day)) ? Try(day, () => new DayReader(_folder.FileOf(day))) : null;

    /// <returns>Null or 0 when SQLite could not read; the day is then one of the troubles.</returns>
    private T? Try<T>(DateOnly day, Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is SqliteException or StoreException or InvalidCastException or InvalidOperationException)
        {
            Add(new HistoryTrouble(_folder.FileOf(day), null, null, failure is StoreException known ? known.Explanation : failure.Message));
            return default;
        }
    }

    private static void Note(DateOnly day, DayReader reader, Dictionary<(long Hour, string Epoch), long> taken)
    {
        foreach (var ((hour, epoch), seq) in reader.Taken) taken[(Hours.FirstOf(day) + hour, epoch)] = seq;
    }

    private static bool AreInOrder(List<ChunkRow> chunks)
    {
        for (int at = 1; at < chunks.Count; at++)
        {
            if (chunks[at].Summary.FirstMs < chunks[at - 1].Summary.LastMs) return false;
        }
        return true;
    }

    /// <summary>One after the other in the same lists: an hour's readings are too large to be thrown away each time.</summary>
    private readonly record struct HourOfPoint(List<ChunkSummary> Summaries, List<Reading> Readings)
    {
        public void Clear()
        {
            Summaries.Clear();
            Readings.Clear();
        }
    }
}
