using Microsoft.Extensions.Logging;

namespace Gateway.Core.Buffering;

/// <summary>Reads lanes so that only sound messages are given out, and notes what is damaged or missing for the writer to record. Safe for threads.</summary>
/// <param name="extentOf">What a lane holds now.</param>
internal sealed class SoundReading(StoreFiles files, TimeProvider time, ILogger logger, Func<Lane, LaneExtent> extentOf) : IDisposable
{
    private readonly SqliteReaders _readers = new(files, time);
    private volatile bool _isSuspect;

    /// <summary>What was found and is not recorded yet.</summary>
    public DamageReports Damage { get; } = new();

    /// <summary>The file as a whole is in doubt: the writer looks at it before its next commit.</summary>
    public bool IsSuspect
    {
        get => _isSuspect;
        set => _isSuspect = value;
    }

    public IReadOnlyList<StoredMessage> Read(Lane lane, long from, int most, long mostBytes)
    {
        // However many messages in a row are damaged, only the end looks like the end: a feed takes what nothing follows for gone.
        while (true)
        {
            var damaged = new List<long>();
            long first = from;
            var found = Use(reader => reader.Read(lane, first, most, mostBytes, damaged));
            Report(lane, Math.Max(first, extentOf(lane).Oldest), found, damaged);
            if (found.Count > 0 || damaged.Count == 0) return found;
            from = damaged[^1] + 1;
        }
    }

    /// <exception cref="StoreException">SQLite could not read.</exception>
    public T Use<T>(Func<SqliteReader, T> read)
    {
        try
        {
            return _readers.Use(read);
        }
        catch (StoreException damaged) when (damaged.Fault == StoreFault.Damaged)
        {
            _isSuspect = true;
            throw;
        }
    }

    /// <summary>Closes all connections; the next to read opens one again.</summary>
    public void Dispose() => _readers.Dispose();

    private void Report(Lane lane, long from, List<StoredMessage> found, List<long> damaged)
    {
        foreach (long seq in damaged) Note(lane, seq, seq);
        var there = found.Select(m => m.Seq).Concat(damaged).Order();
        foreach (var (first, last) in LaneHoles.Unexplained(there, from, (begin, end) => Use(reader => reader.Drops(lane, begin, end)))) Note(lane, first, last);
    }

    private void Note(Lane lane, long from, long to)
    {
        if (Damage.Add(lane, from, to)) Log.DamagedMessages(logger, lane, from, to);
    }
}
