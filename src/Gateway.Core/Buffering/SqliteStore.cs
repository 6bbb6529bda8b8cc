using Gateway.Core.Alarms;
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
    // What of the maximum is left to the log: 4 MiB, or an eighth of a small store.
    private const long MostLogBytes = 4L << 20;
    private const int LogPart = 8;
    private const long FewestPages = 64;

    private readonly TimeProvider _time;
    private readonly ILogger<SqliteStore> _logger;
    private readonly StoreFiles _files;
    private readonly SoundReading _reading;
    private readonly WitnessKeeper _witness;
    private readonly List<(int Number, string Digest, ReadOnlyMemory<byte> Descriptor)> _layouts = [];
    private readonly long _maximumPages;
    private readonly LaneExtents _extents = new();
    private StoreLock? _lock;
    private SqliteDatabase? _database;
    private StoreOpening? _opening;
    private int _epoch;
    private long _ageMs;
    private long _sizeBytes;
    private long _logBytes;
    private bool _mustReopen;
    private bool _mayRepeat;

    public SqliteStore(BufferSettings settings, TimeProvider time, ILogger<SqliteStore> logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _time = time;
        _logger = logger;
        _files = new StoreFiles(settings.Path);
        _reading = new SoundReading(_files, time, logger, Extent);
        _witness = new WitnessKeeper(_files.Witness, time, logger);
        _maximumPages = Math.Max(FewestPages, (settings.MaximumBytes - Math.Min(MostLogBytes, settings.MaximumBytes / LogPart)) / SqliteSchema.PageBytes);
    }

    public StoreOpening Opening => _opening ?? throw new InvalidOperationException("The store is not open.");

    public long AgeMs => _ageMs;

    public long SizeBytes => Volatile.Read(ref _sizeBytes);

    public long LogBytes => Volatile.Read(ref _logBytes);

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
            _witness.Open();
            OpenDatabase(acknowledged: null);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException and not StoreException)
        {
            CloseAll();
            throw SqliteFaults.OfFolder(refused, _files.Folder);
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
        if (_mustReopen || _reading.IsSuspect) Reopen();
        var unstored = _mayRepeat ? WithoutStored(transaction) : transaction;
        long[] next = [.. LaneText.All.Select(lane => DropRules.NextAfter(unstored, lane, Extent(lane).Next))];
        var reported = _reading.Damage.All;
        // What a reader missed just when it was trimmed is no damage.
        var damage = reported.Where(d => d.To >= Extent(d.Lane).Oldest).ToList();
        try
        {
            var bookmarks = unstored.Drops.Exists(d => d.Reason == DropReason.Age) ? Bookmarks() : [];
            Database.Write(unstored, Opening, _epoch, next, damage, bookmarks, NowMs);
        }
        catch (SqliteException failure)
        {
            throw Failed(failure);
        }
        _mayRepeat = false;
        _reading.Damage.Remove(reported);
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

    public LaneExtent Extent(Lane lane) => _extents.Of(lane);

    public IReadOnlyList<StoredMessage> Read(Lane lane, long from, int most, long mostBytes) => _reading.Read(lane, from, most, mostBytes);

    public LanePart? Oldest(Lane lane, int most, long storedBefore) => _reading.Use(reader => reader.Oldest(lane, most, storedBefore));

    public int AddLayout(string digest, ReadOnlyMemory<byte> descriptor)
    {
        if (_mustReopen || _reading.IsSuspect) Reopen();
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

    public ReadOnlyMemory<byte>? Layout(int number) => _reading.Use(reader => reader.Layout(number));

    public IReadOnlyList<AlarmRecord> AlarmStates() => _reading.Use(reader => reader.AlarmStates());

    public IReadOnlyList<BookmarkMove> Bookmarks() => _reading.Use(reader => reader.Bookmarks());

    public IReadOnlyList<RefusedMessage> Refused() => _reading.Use(reader => reader.Refused());

    public IReadOnlyList<UnlistedRefusals> Unlisted() => _reading.Use(reader => reader.Unlisted());

    public IReadOnlyList<Drop> Drops(Lane lane, long from, long to) => _reading.Use(reader => reader.Drops(lane, from, to));

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
            WriteWitness(isLogKept: false);
        }
        catch (Exception failure) when (failure is SqliteException or IOException)
        {
            Log.CloseFailed(_logger, failure.Message);
        }
    }

    private void CloseAll()
    {
        _reading.Dispose();
        if (_database is not null) _witness.ForgetLog();
        _database?.Dispose();
        _database = null;
        _witness.Dispose();
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
        _reading.Dispose();
        // SQLite takes the log away with the connection.
        _witness.ForgetLog();
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
        var witness = _witness.Last;
        if (!LogRules.IsShort(witness, StoreFiles.LengthOf(_files.Wal))) _witness.ForgetLog();
        var found = new SqliteRecovery(_files, _maximumPages, _time, _logger).Open(witness, _reading.IsSuspect);
        _database = found.Database;
        try
        {
            Begin(found, acknowledged);
        }
        catch (SqliteException failure)
        {
            throw Failed(failure);
        }
        _reading.IsSuspect = false;
    }

    private void Begin(RecoveredDatabase found, IReadOnlyList<long>? acknowledged)
    {
        var database = found.Database;
        bool isStart = acknowledged is null;
        var begun = StoreBeginning.Write(found, _witness.Last, isStart ? null : Opening, acknowledged, _layouts, NowMs, _logger);
        _epoch = begun.Epoch;
        _extents.Look(database, begun.Next);
        _reading.Damage.Clear();
        _ageMs = Math.Max(_ageMs, database.AgeMs());
        _opening = begun.Opening;
        // Before the log is emptied: one that is short is not taken for one that was cut.
        WriteWitness(isLogKept: false);
        database.EmptyLog();
        MeasureSize();
    }

    private void Committed(StoreTransaction transaction, long[] next, bool hasDamage)
    {
        bool hasGaps = hasDamage || transaction.Drops.Count > 0;
        if (hasGaps) _extents.Look(Database, next);
        else _extents.Append(transaction, next);
        _ageMs = Math.Max(_ageMs, transaction.AgeMs);
        if (hasGaps) Database.ShortenWhenMuchIsFree();
        MeasureSize();
        if (_witness.IsDueAfter(transaction.Messages.Sum(m => (long)m.Body.Length))) WriteWitness(isLogKept: true);
    }

    private StoreException Failed(SqliteException failure)
    {
        var fault = SqliteFaults.Of(failure, _files.Database);
        // A full disk leaves the file as it was; after anything else, what is in memory is not trusted.
        _mustReopen = fault.Fault != StoreFault.Full;
        if (fault.Fault == StoreFault.Damaged) _reading.IsSuspect = true;
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

    /// <summary>A transaction given again after a failure, without what that attempt stored all the same.</summary>
    private StoreTransaction WithoutStored(StoreTransaction transaction)
    {
        var other = new StoreTransaction { AgeMs = transaction.AgeMs };
        other.Messages.AddRange(transaction.Messages.Where(m => m.Seq >= Extent(m.Lane).Next || !Database.Has(m.Lane, m.Seq)));
        other.AlarmStates.AddRange(transaction.AlarmStates);
        other.Bookmarks.AddRange(transaction.Bookmarks);
        other.Refused.AddRange(transaction.Refused);
        other.Readmitted.AddRange(transaction.Readmitted);
        other.Unlisted.AddRange(transaction.Unlisted);
        other.Drops.AddRange(transaction.Drops);
        return other;
    }

    private void MeasureSize()
    {
        long log = StoreFiles.LengthOf(_files.Wal);
        Volatile.Write(ref _logBytes, log);
        Volatile.Write(ref _sizeBytes, Database.UsedBytes + log);
    }

    /// <param name="isLogKept">False when the log may be emptied after it.</param>
    private void WriteWitness(bool isLogKept)
    {
        long[] oldest = [.. LaneText.All.Select(lane => Extent(lane).Oldest)];
        long[] next = [.. LaneText.All.Select(lane => Extent(lane).Next)];
        _witness.Write(new Witness(0, Database.Id, Opening.Epoch, Opening.Boot, oldest, next, NowMs, isLogKept ? LogRules.Witnessed(LogBytes) : 0));
    }
}
