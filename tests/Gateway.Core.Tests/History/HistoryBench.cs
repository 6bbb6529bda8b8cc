using Gateway.Core.Buffering;
using Gateway.Core.History;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Core.Tests.Buffering;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.History;

/// <summary>A data folder in which readings are stored and taken into history. Each call is a start of its own, so whatever it leaves is what a restart
/// finds.</summary>
internal sealed class HistoryBench(HistorySettings? history = null) : IDisposable
{
    private readonly StoreFolder _folder = new();

    /// <summary>All that was stored, in order, by the name of its point.</summary>
    public List<(string Point, Reading Reading)> Stored { get; } = [];

    public string Path => _folder.Path;

    public BufferSettings Settings { get; init; } = new() { Path = "", MaximumBytes = 64 << 20 };

    public DateTimeOffset Now
    {
        get => _folder.Clock.GetUtcNow();
        set => _folder.Clock.StepWallClock(value - _folder.Clock.GetUtcNow());
    }

    /// <summary>Where the file of a day is.</summary>
    public string FileOf(string day) => System.IO.Path.Combine(Path, "history", day + ".db");

    public IEnumerable<string> Days() => new HistoryFolder(Path).Days().Select(d => $"{d.Day:yyyy-MM-dd}");

    /// <summary>Stores one message of readings.</summary>
    public void Store(Layout layout, params Reading[] readings) => Store(layout, [readings]);

    public void Store(Layout layout, IEnumerable<Reading[]> messages)
    {
        using var store = _folder.Open();
        int number = store.AddLayout(layout.Digest, layout.Descriptor);
        using var writer = new ReadingsWriter();
        var transaction = new StoreTransaction();
        long next = store.Extent(Lane.Live).Next;
        foreach (var readings in messages)
        {
            foreach (ref readonly var reading in readings.AsSpan()) writer.Append(reading, true);
            long wallMs = readings[^1].TimeMs;
            int count = writer.Count;
            transaction.Messages.Add(new NewMessage(Lane.Live, next++, MessageKind.Readings, wallMs, 0, ClockState.Synchronized, count, number, writer.Seal()));
            Stored.AddRange(readings.Select(r => (layout.Points[r.Point].Id, r)));
        }
        store.Commit(transaction);
    }

    /// <summary>Lets history take what is due.</summary>
    /// <param name="isCrash">The process dies before the bookmark is stored.</param>
    public async Task<HistorySnapshot> TakeAsync(bool isCrash = false)
    {
        var settings = Settings with { Path = Path, History = history ?? new HistorySettings() };
        using var buffer = OpenBuffer(settings);
        var writer = new HistoryWriter(buffer, settings, _folder.Clock, NullLogger<HistoryWriter>.Instance);
        writer.TakeWhatIsDue(CancellationToken.None);
        if (!isCrash)
        {
            using var stop = new CancellationTokenSource();
            var storing = buffer.RunAsync(stop.Token);
            await stop.CancelAsync();
            await storing.WaitAsync(Waits.Patience);
        }
        return writer.Snapshot;
    }

    /// <summary>Lets a writer run, and time pass, until something is so.</summary>
    /// <param name="within">Most time that passes, however long the writer takes: by default less than half an hour, so that no further hour is over by
    /// that.</param>
    public async Task RunUntilAsync(Func<HistorySnapshot, bool> condition, TimeSpan? within = null)
    {
        var settings = Settings with { Path = Path, History = history ?? new HistorySettings() };
        using var buffer = OpenBuffer(settings);
        var writer = new HistoryWriter(buffer, settings, _folder.Clock, NullLogger<HistoryWriter>.Instance);
        using var stop = new CancellationTokenSource();
        Task[] running = [buffer.RunAsync(stop.Token), writer.RunAsync(stop.Token)];
        var left = within ?? TimeSpan.FromMinutes(25);
        await Waits.Until(() =>
        {
            if (condition(writer.Snapshot)) return true;
            if (left > TimeSpan.Zero) _folder.Clock.Advance(TimeSpan.FromSeconds(1));
            left -= TimeSpan.FromSeconds(1);
            return false;
        });
        await stop.CancelAsync();
        await Task.WhenAll(running).WaitAsync(Waits.Patience);
    }

    private DurableBuffer OpenBuffer(BufferSettings settings)
    {
        var store = new SqliteStore(settings, _folder.Clock, NullLogger<SqliteStore>.Instance);
        var buffer = new DurableBuffer(store, settings, _folder.Clock, NullLogger<DurableBuffer>.Instance);
        buffer.Open();
        return buffer;
    }

    public HistoryReader Reader() => new(Path, _folder.Clock);

    /// <summary>What should be found of a point: in order of time, as stored.</summary>
    public List<Reading> Expected(string point, long from = long.MinValue, long to = long.MaxValue) =>
        [.. Stored.Where(s => s.Point == point && s.Reading.TimeMs >= from && s.Reading.TimeMs < to).Select(s => Anonymous(s.Reading)).OrderBy(r => r.TimeMs)];

    public List<Reading> Found(string point, long from = -62_135_596_800_000, long to = 253_402_300_799_999) => [.. Reader().Readings(point, from, to).Select(Anonymous)];

    public void Dispose() => _folder.Dispose();

    private static Reading Anonymous(Reading reading) => reading.Kind switch
    {
        ValueKind.Number => Reading.OfNumber(0, reading.TimeMs, reading.Number, reading.Quality),
        ValueKind.Boolean => Reading.OfBoolean(0, reading.TimeMs, reading.Boolean, reading.Quality),
        ValueKind.Text => Reading.OfText(0, reading.TimeMs, reading.Text ?? "", reading.Quality),
        _ => Reading.Missing(0, reading.TimeMs, reading.Quality),
    };
}
