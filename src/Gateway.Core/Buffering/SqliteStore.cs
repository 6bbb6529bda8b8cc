using Gateway.Core.Alarms;
using Gateway.Core.Documents;
using Gateway.Core.Site;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Buffering;

/// <summary>The store on disk: SQLite with a write-ahead log, synced at every commit. Its files are described in FORMAT.md.</summary>
/// <remarks>
/// It notices what SQLite does not tell: a damaged or lost log, an older copy put in place, a row that changed. Whatever is found, it opens: what is
/// missing is named in <see cref="StoreOpening.Loss"/> and as drops, and a new epoch begins.
/// </remarks>
public sealed class SqliteStore : IStore
{
    private static readonly TimeSpan _witnessEvery = TimeSpan.FromSeconds(10);

    // The log is about 1 MiB before it is checkpointed; a lost log must not be more than the witness knows of.
    private const long WitnessEveryBytes = 1 << 20;

    // What of the maximum is left to the log: 4 MiB, or an eighth of a small store.
    private const long LogBytes = 4L << 20;
    private const int LogPart = 8;
    private const long FewestPages = 64;

    private readonly TimeProvider _time;
    private readonly ILogger<SqliteStore> _logger;
    private readonly StoreFiles _files;
    private readonly SqliteReaders _readers;
    private readonly DamageReports _damage = new();
    private readonly List<(int Number, string Digest, ReadOnlyMemory<byte> Descriptor)> _layouts = [];
    private readonly long _maximumPages;
    private readonly Lock _gate = new();
    private readonly LaneExtent[] _extents = new LaneExtent[4];
    private StoreLock? _lock;
    private WitnessFile? _witness;
    private SqliteDatabase? _database;
    private StoreOpening? _opening;
    private int _epoch;
    private long _ageMs;
    private long _sizeBytes;
    private long _witnessedAt;
    private long _unwitnessedBytes;
    private volatile bool _isSuspect;
    private bool _mustReopen;
    private bool _mayRepeat;

    public SqliteStore(BufferSettings settings, TimeProvider time, ILogger<SqliteStore> logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _time = time;
        _logger = logger;
        _files = new StoreFiles(settings.Path);
        _readers = new SqliteReaders(_files, time);
        _maximumPages = Math.Max(FewestPages, (settings.MaximumBytes - Math.Min(LogBytes, settings.MaximumBytes / LogPart)) / SqliteSchema.PageBytes);
    }

    public StoreOpening Opening => _opening ?? throw new InvalidOperationException("The store is not open.");

    public long AgeMs => _ageMs;

    public long SizeBytes => Volatile.Read(ref _sizeBytes);

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private SqliteDatabase Database => _database ?? throw new InvalidOperationException("The store is not open.");

    public StoreOpening Open()
    {
        SQLitePCL.Batteries_V2.Init();
        try
        {
            Directory.CreateDirectory(_files.Folder);
            _lock = StoreLock.Take(_files);
            RefuseNewer();
            _witness = WitnessFile.Open(_files.Witness);
            OpenDatabase(acknowledged: null);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException and not StoreException)
        {
            CloseAll();
            throw new StoreException(StoreFault.Forbidden, (
                $"The data folder {_files.Folder} cannot be used: {refused.Message} It must be a folder that our user may write.",
                $"无法使用数据文件夹 {_files.Folder}：{refused.Message} 该文件夹须允许网关用户写入。"), refused);
        }
        catch (StoreException)
        {
            CloseAll();
            throw;
        }
        Log.SqliteOpened(_logger, SQLitePCL.raw.sqlite3_libversion().utf8_to_string(), _files.Database);
        return Opening;
    }

    public void Commit(StoreTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (_mustReopen || _isSuspect) Reopen();
        var unstored = _mayRepeat ? WithoutStored(transaction) : transaction;
        long[] next = [.. LaneText.All.Select(lane => DropRules.NextAfter(unstored, lane, Extent(lane).Next))];
        var reported = _damage.All;
        // What a reader missed just when it was trimmed is no damage.
        var damage = reported.Where(d => d.To >= Extent(d.Lane).Oldest).ToList();
        try
        {
            Write(unstored, next, damage);
        }
        catch (SqliteException failure)
        {
            throw Failed(failure);
        }
        _mayRepeat = false;
        _damage.Remove(reported);
        try
        {
            Committed(unstored, next, damage.Count > 0);
        }
        catch (SqliteException failure)
        {
            // The transaction is durable; what failed is looking at the file afterwards, which the next call does again.
            Log.LookFailed(_logger, Failed(failure).Message);
            _mustReopen = true;
        }
    }

    public LaneExtent Extent(Lane lane)
    {
        lock (_gate) return _extents[(int)lane];
    }

    public IReadOnlyList<StoredMessage> Read(Lane lane, long from, int most, long mostBytes)
    {
        // However many messages in a row are damaged, only the end looks like the end: a feed takes what nothing follows for gone.
        while (true)
        {
            var damaged = new List<long>();
            long first = from;
            var found = Reading(reader => reader.Read(lane, first, most, mostBytes, damaged));
            ReportDamage(lane, Math.Max(first, Extent(lane).Oldest), found, damaged);
            if (found.Count > 0 || damaged.Count == 0) return found;
            from = damaged[^1] + 1;
        }
    }

    public LanePart? Oldest(Lane lane, int most, long storedBefore) => Reading(reader => reader.Oldest(lane, most, storedBefore));

    public int AddLayout(string digest, ReadOnlyMemory<byte> descriptor)
    {
        if (_mustReopen || _isSuspect) Reopen();
        try
        {
            int number = Database.AddLayout(digest, descriptor);
            _layouts.Add((number, digest, descriptor));
            return number;
        }
        catch (SqliteException failure)
        {
            throw Failed(failure);
        }
    }

    public ReadOnlyMemory<byte>? Layout(int number) => Reading(reader => reader.Layout(number));

    public IReadOnlyList<AlarmRecord> AlarmStates() => Reading(reader => reader.AlarmStates());

    public IReadOnlyList<BookmarkMove> Bookmarks() => Reading(reader => reader.Bookmarks());

    public IReadOnlyList<Drop> Drops(Lane lane, long from, long to) => Reading(reader => reader.Drops(lane, from, to));

    public void Dispose()
    {
        if (_database is not null && !_mustReopen) CloseCleanly();
        CloseAll();
    }

    private void CloseCleanly()
    {
        try
        {
            Database.EndBoot(Opening.Boot, NowMs);
            WriteWitness();
        }
        catch (Exception failure) when (failure is SqliteException or IOException)
        {
            Log.CloseFailed(_logger, failure.Message);
        }
    }

    private void CloseAll()
    {
        _readers.Dispose();
        _database?.Dispose();
        _database = null;
        _witness?.Dispose();
        _witness = null;
        _lock?.Dispose();
        _lock = null;
    }

    private void RefuseNewer()
    {
        if (!_files.HasDatabase) return;
        int version = SqliteSchema.VersionInHeader(_files.Database);
        if (version > SqliteSchema.Version) throw SqliteSchema.TooNew(_files.Database, version);
    }

    /// <summary>After an I/O error the pages in memory may not be those on disk: everything is closed and looked at again.</summary>
    private void Reopen()
    {
        _mustReopen = true;
        _readers.Dispose();
        _database?.Dispose();
        _database = null;
        long[] acknowledged = [.. LaneText.All.Select(lane => Extent(lane).Next)];
        try
        {
            OpenDatabase(acknowledged);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException and not StoreException)
        {
            throw new StoreException(
                StoreFault.InputOutput, ($"{_files.Database} cannot be opened again: {failure.Message}", $"无法重新打开 {_files.Database}：{failure.Message}"), failure);
        }
        _mustReopen = false;
    }

    private void OpenDatabase(IReadOnlyList<long>? acknowledged)
    {
        var (database, lostCommits, setAside) = new SqliteRecovery(_files, _maximumPages, _time, _logger).Open(_witness!.Last is not null, _isSuspect);
        _database = database;
        try
        {
            Begin(database, acknowledged, lostCommits, setAside);
        }
        catch (SqliteException failure)
        {
            throw Failed(failure);
        }
        _isSuspect = false;
    }

    private void Begin(SqliteDatabase database, IReadOnlyList<long>? acknowledged, int lostCommits, Wording? setAside)
    {
        var (epochs, lastBoot, endedCleanly) = database.History();
        long[] next = [.. LaneText.All.Select(lane => database.Extent(lane).Next)];
        long[] known = [.. LaneText.All.Select(lane => Math.Max(acknowledged?[(int)lane] ?? 1, LastPassed(database, lane, next[(int)lane]) + 1))];
        var verdict = LossRules.Judge(new LossEvidence(epochs.Count > 0, database.Id, next, _witness!.Last, known, lostCommits, setAside));
        bool isStart = acknowledged is null;
        int boot = isStart ? Math.Max(lastBoot, _witness.Last?.Boot ?? 0) + 1 : Opening.Boot;

        database.Begin();
        if (isStart || setAside is not null) database.BeginBoot(boot, NowMs);
        // What comes next is still numbered by them, also when the database is a fresh one.
        foreach (var (number, digest, descriptor) in _layouts) database.KeepLayout(number, digest, descriptor);
        var names = epochs.Select(e => e.Name).ToList();
        if (verdict.NeedsEpoch)
        {
            if (_witness.Last is { } before && !names.Contains(before.Epoch))
            {
                names.Add(before.Epoch);
                database.BeginEpoch(before.Epoch, before.WallMs, before.Boot, null);
            }
            names.Add(Epoch.New());
            _epoch = database.BeginEpoch(names[^1], NowMs, boot, verdict.Loss?.English);
        }
        else
        {
            _epoch = epochs[^1].Id;
        }
        foreach (var (lane, from, to) in verdict.Missing) database.Record(new Drop(lane, from, to, 0, DropReason.Damage, NowMs));
        foreach (var lane in LaneText.All) database.SetNext(lane, verdict.Next[(int)lane]);
        database.Commit();

        lock (_gate)
        {
            foreach (var lane in LaneText.All) _extents[(int)lane] = database.Extent(lane, verdict.Next[(int)lane]);
        }
        _damage.Clear();
        _ageMs = Math.Max(_ageMs, database.AgeMs());
        bool isNew = epochs.Count == 0 && verdict.Loss is null;
        bool wasClean = endedCleanly && verdict.Loss is null;
        _opening = isStart || verdict.NeedsEpoch ? new StoreOpening(names[^1], names, boot, isNew, wasClean, verdict.Loss) : Opening;
        database.EmptyLog();
        MeasureSize();
        WriteWitness();
    }

    /// <summary>How far bookmarks know that the numbers of a lane went. Rows of bookmarks have no check sum: what cannot be is not believed.</summary>
    private long LastPassed(SqliteDatabase database, Lane lane, long next)
    {
        long most = Math.Max(next, _witness!.Last?.Next[(int)lane] ?? 1) + LossRules.MostUnwitnessed;
        int forgotten = database.ForgetBookmarksBeyond(lane, most);
        if (forgotten > 0) Log.BookmarksForgotten(_logger, forgotten, lane);
        return database.LastPassed(lane);
    }

    private void Write(StoreTransaction transaction, long[] next, IReadOnlyList<(Lane Lane, long From, long To)> damage)
    {
        var database = Database;
        IReadOnlyList<BookmarkMove> bookmarks = transaction.Drops.Exists(d => d.Reason == DropReason.Age) ? Bookmarks() : [];
        database.Begin();
        foreach (var message in transaction.Messages) database.AddMessage(Sealed(message), _epoch, transaction.AgeMs);
        foreach (var state in transaction.AlarmStates) database.Set(state);
        foreach (var move in transaction.Bookmarks) database.Set(move);
        foreach (var drop in transaction.Drops) Write(drop, next, bookmarks);
        foreach (var (lane, from, to) in damage)
        {
            if (from == to) database.KeepAside(lane, from, "check sum", NowMs);
            long readings = database.Delete(lane, from, to);
            database.Record(new Drop(lane, from, to, readings, DropReason.Damage, NowMs));
        }
        database.Commit();
    }

    private void Write(Drop drop, long[] next, IReadOnlyList<BookmarkMove> bookmarks)
    {
        long readings = Database.Delete(drop.Lane, drop.From, drop.To);
        Database.SetNext(drop.Lane, next[(int)drop.Lane]);
        if (DropRules.NeedsRecord(drop, bookmarks)) Database.Record(drop.Readings > 0 ? drop : drop with { Readings = readings });
    }

    private void Committed(StoreTransaction transaction, long[] next, bool hasDamage)
    {
        bool hasGaps = hasDamage || transaction.Drops.Count > 0;
        lock (_gate)
        {
            foreach (var lane in LaneText.All)
            {
                var extent = _extents[(int)lane];
                bool wasEmpty = extent.Oldest == extent.Next;
                long oldest = wasEmpty ? transaction.Messages.Find(m => m.Lane == lane)?.Seq ?? next[(int)lane] : extent.Oldest;
                _extents[(int)lane] = hasGaps ? Database.Extent(lane, next[(int)lane]) : new LaneExtent(oldest, next[(int)lane]);
            }
        }
        _ageMs = Math.Max(_ageMs, transaction.AgeMs);
        if (hasGaps) Database.ShortenWhenMuchIsFree();
        MeasureSize();
        _unwitnessedBytes += transaction.Messages.Sum(m => (long)m.Body.Length);
        if (_unwitnessedBytes >= WitnessEveryBytes || _time.GetElapsedTime(_witnessedAt) >= _witnessEvery) WriteWitness();
    }

    private StoreException Failed(SqliteException failure)
    {
        var fault = SqliteFaults.Of(failure, _files.Database);
        // A full disk leaves the file as it was; after anything else, what is in memory is not trusted.
        _mustReopen = fault.Fault != StoreFault.Full;
        _isSuspect |= fault.Fault == StoreFault.Damaged;
        _mayRepeat = true;
        try
        {
            _database?.Rollback();
        }
        catch (SqliteException)
        {
            _mustReopen = true;
        }
        return fault;
    }

    private T Reading<T>(Func<SqliteReader, T> read)
    {
        try
        {
            return _readers.Use(read);
        }
        catch (StoreException damaged) when (damaged.Fault == StoreFault.Damaged)
        {
            // The writer looks at the whole file before its next commit.
            _isSuspect = true;
            throw;
        }
    }

    private void ReportDamage(Lane lane, long from, List<StoredMessage> found, List<long> damaged)
    {
        foreach (long seq in damaged) Note(lane, seq, seq);
        foreach (var (first, last) in GapsIn(found.Select(m => m.Seq).Concat(damaged).Order(), from))
        {
            foreach (var (begin, end) in NotExplained(Drops(lane, first, last), first, last)) Note(lane, begin, end);
        }
    }

    private void Note(Lane lane, long from, long to)
    {
        if (_damage.Add(lane, from, to)) Log.DamagedMessages(_logger, lane, from, to);
    }

    private static IEnumerable<(long First, long Last)> GapsIn(IEnumerable<long> sequences, long expected)
    {
        foreach (long seq in sequences)
        {
            if (seq > expected) yield return (expected, seq - 1);
            expected = seq + 1;
        }
    }

    private static IEnumerable<(long First, long Last)> NotExplained(IReadOnlyList<Drop> drops, long first, long last)
    {
        foreach (var drop in drops)
        {
            if (drop.From > first) yield return (first, drop.From - 1);
            first = Math.Max(first, drop.To + 1);
        }
        if (first <= last) yield return (first, last);
    }

    /// <summary>A transaction given again after a failure, without what that attempt stored all the same.</summary>
    private StoreTransaction WithoutStored(StoreTransaction transaction)
    {
        var other = new StoreTransaction { AgeMs = transaction.AgeMs };
        other.Messages.AddRange(transaction.Messages.Where(m => m.Seq >= Extent(m.Lane).Next || !Database.Has(m.Lane, m.Seq)));
        other.AlarmStates.AddRange(transaction.AlarmStates);
        other.Bookmarks.AddRange(transaction.Bookmarks);
        other.Drops.AddRange(transaction.Drops);
        return other;
    }

    private StoredMessage Sealed(NewMessage message) => new(
        message.Lane, message.Seq, Opening.Epoch, Opening.Boot, message.Kind, message.WallMs, message.MonotonicMs, message.Clock, message.Count,
        message.Layout, message.Body);

    private void MeasureSize() => Volatile.Write(ref _sizeBytes, Database.UsedBytes + StoreFiles.LengthOf(_files.Wal));

    /// <summary>Never ahead of the database: written after a commit returned.</summary>
    private void WriteWitness()
    {
        _witnessedAt = _time.GetTimestamp();
        _unwitnessedBytes = 0;
        long[] oldest = [.. LaneText.All.Select(lane => Extent(lane).Oldest)];
        long[] next = [.. LaneText.All.Select(lane => Extent(lane).Next)];
        try
        {
            _witness!.Write(new Witness(0, Database.Id, Opening.Epoch, Opening.Boot, oldest, next, NowMs));
        }
        catch (IOException failure)
        {
            Log.WitnessFailed(_logger, failure.Message);
        }
    }
}
