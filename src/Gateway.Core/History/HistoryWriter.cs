using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Gateway.Core.Site;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.History;

/// <summary>Takes what the buffer has stored into the day files, every ten minutes, and deletes days that are over.</summary>
/// <remarks>
/// It reads the buffer and never memory, and moves its bookmark there only after the day's file was committed. What a crash makes it take again it
/// recognises by the sequence noted in the file, in the same transaction as the readings: nothing is in history twice, and nothing is lost.
/// </remarks>
public sealed class HistoryWriter
{
    // Enough for whoever looks every few seconds.
    private const int RememberedDamages = 64;

    private static readonly TimeSpan _lookEvery = TimeSpan.FromMinutes(1);

    // Stamps of messages follow the wall clock, which may have been stepped a little.
    private const long RewindMarginMs = Hours.Milliseconds;

    private readonly DurableBuffer _buffer;
    private readonly HistorySettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<HistoryWriter> _logger;
    private readonly HistoryFolder _folder;
    private long? _takenIn;
    private volatile Failure? _lastError;
    private readonly HistoryScrub _scrub;
    private readonly Lock _taking = new();
    private readonly Lock _gate = new();
    private readonly Queue<HistoryDamage> _damaged = new();
    private int _damages;
    private int _setAside;

    /// <param name="buffer">Open, with its store on disk.</param>
    public HistoryWriter(DurableBuffer buffer, BufferSettings settings, TimeProvider time, ILogger<HistoryWriter> logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _buffer = buffer;
        _settings = settings.History;
        _time = time;
        _logger = logger;
        _folder = new HistoryFolder(settings.Path);
        _scrub = new HistoryScrub(_folder, new HistoryInspection(settings.Path), time);
        Reserve = new HistoryReserve(_folder, _taking);
    }

    /// <summary>What of history may be given up on a full disk.</summary>
    public IDiskReserve Reserve { get; }

    public HistorySnapshot Snapshot
    {
        get
        {
            var days = _folder.Days();
            long taken = Bookmark;
            long waiting = Math.Max(0, _buffer.Extent(Lane.Live).Next - 1 - taken);
            return new HistorySnapshot(days.Count, days.Count > 0 ? days[0].Day : null, days.Sum(d => d.Bytes), taken, waiting, _setAside, _lastError?.Explanation)
            {
                Damaged = Damaged,
            };
        }
    }

    private IReadOnlyList<HistoryDamage> Damaged
    {
        get { lock (_gate) return [.. _damaged]; }
    }

    private long Bookmark => Math.Max(_buffer.BookmarkOf(Buffering.Bookmark.HistoryFeed, Lane.Live).Acknowledged, _buffer.Extent(Lane.Live).Oldest - 1);

    private long Waiting => _buffer.Extent(Lane.Live).Next - 1 - Bookmark;

    private long SlotNow => HistorySchedule.SlotOf(_time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Looks once a minute whether there is something to take. Fails only by a bug: what the disk does is dealt with.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        // From now on no reading grows too old for the buffer before it is in history.
        Move(Bookmark);
        using var timer = new PeriodicTimer(_lookEvery, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                if (HistorySchedule.IsDue(SlotNow, _takenIn, Waiting)) await OnItsOwnThread(() => TakeWhatIsDue(stop)).ConfigureAwait(false);
                if (_scrub.IsDue) await OnItsOwnThread(Scrub).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was not taken is taken after the next start.
        }
    }

    internal void TakeWhatIsDue(CancellationToken stop)
    {
        lock (_taking) Take(stop);
    }

    /// <summary>Looks at one day that is over. Nobody waits for it.</summary>
    internal void Scrub()
    {
        foreach (var (day, hours, first) in _scrub.Look(Today))
        {
            Log.DayDamaged(_logger, day, hours, first.Reason.English);
            Tell(day, hours, first.Reason);
        }
    }

    /// <summary>It blocks for seconds on a large site; a thread of its own is needed for these only.</summary>
    private static Task OnItsOwnThread(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Tell(DateOnly day, int hours, Wording reason)
    {
        lock (_gate)
        {
            _damaged.Enqueue(new HistoryDamage(++_damages, day, hours, reason));
            if (_damaged.Count > RememberedDamages) _damaged.Dequeue();
        }
    }

    private void Take(CancellationToken stop)
    {
        long slot = SlotNow;
        try
        {
            // First room is made for what comes.
            DeleteBeyond();
            if (TakeSteps(stop)) _takenIn = slot;
            DeleteBeyond();
            if (_lastError is not null) Log.TakingAgain(_logger);
            _lastError = null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (_lastError is null) Log.NotTaken(_logger, failure.Message);
            _lastError = new Failure(failure is StoreException known ? known.Explanation : failure.Message);
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    /// <returns>Whether all was taken; if not, the next look tries again.</returns>
    private bool TakeSteps(CancellationToken stop)
    {
        long head = _buffer.Extent(Lane.Live).Next - 1;
        for (long from = Bookmark + 1; from <= head && !stop.IsCancellationRequested; from = Bookmark + 1)
        {
            var step = new Taking(_buffer, _folder, stop);
            if (TakeOrSetAside(step, from, head) is not { } through) return false;
            if (step.Nameless > 0) Log.Nameless(_logger, step.Nameless, from, through);
            Move(through);
        }
        return true;
    }

    /// <returns>Null when a day's file was damaged: it is set aside, and what the buffer still holds of the day is taken once more.</returns>
    private long? TakeOrSetAside(Taking step, long from, long head)
    {
        try
        {
            return step.Take(from, head);
        }
        catch (SqliteException failure)
        {
            var fault = SqliteFaults.Of(failure, _folder.FileOf(step.Day));
            if (fault.Fault != StoreFault.Damaged) throw fault;
            string moved = _folder.SetAside(step.Day, _time.GetUtcNow());
            Interlocked.Increment(ref _setAside);
            Move(Math.Min(Bookmark, FirstOf(step.Day) - 1));
            Log.DaySetAside(_logger, step.Day, moved, failure.Message);
            string name = Path.GetFileName(moved);
            Tell(step.Day, 0, ($"the file was damaged and set aside as quarantine/{name}", $"文件已损坏，已移至 quarantine/{name}"));
            return null;
        }
    }

    private void Move(long taken) => _buffer.MoveBookmark(Buffering.Bookmark.HistoryFeed, Lane.Live, new Bookmark(taken));

    private void DeleteBeyond()
    {
        foreach (var day in HistoryRetention.Beyond(_folder.Days(), Today, _settings))
        {
            _folder.Delete(day);
            Log.DayDeleted(_logger, day);
        }
    }

    /// <summary>About the first sequence that can hold readings of a day.</summary>
    private long FirstOf(DateOnly day)
    {
        long startMs = Hours.StartMs(Hours.FirstOf(day)) - RewindMarginMs;
        var (low, high) = (_buffer.Extent(Lane.Live).Oldest, _buffer.Extent(Lane.Live).Next);
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            var found = _buffer.Read(Lane.Live, middle, 1, 1);
            if (found.Count > 0 && found[0].WallMs < startMs) low = found[0].Seq + 1;
            else high = middle;
        }
        return low;
    }

    private sealed record Failure(Wording Explanation);
}
