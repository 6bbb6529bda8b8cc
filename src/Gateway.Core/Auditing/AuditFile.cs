using Gateway.Core.Buffering;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Auditing;

/// <summary>The audit log on disk, opened whatever state it is in: a damaged one is set aside, a short one goes on behind a row that says what is
/// missing.</summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed class AuditFile(string dataFolder, long maximumBytes, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>Deleted at once when the log has grown to its size: well under a second of a small box's disk.</summary>
    private const int TrimRows = 5_000;

    // What of the size is left before old rows go: rows must never meet the quota itself.
    private const double HighWater = 0.8;

    private readonly StoreFiles _files = new(dataFolder);
    private AuditDatabase? _database;
    private AuditHeadFile? _headFile;
    private bool _cannotNoteHead;
    private (AuditHead Head, int Entries)? _attempt;

    /// <summary>The last row that is durable.</summary>
    public AuditHead Head { get; private set; } = AuditHead.None;

    public bool IsOpen => _database is not null;

    public long SizeBytes => StoreFiles.LengthOf(_files.Audit) + StoreFiles.LengthOf(_files.Audit + "-wal");

    /// <exception cref="StoreException">It cannot be opened now.</exception>
    public void Open()
    {
        if (IsOpen) return;
        try
        {
            _headFile ??= AuditHeadFile.Open(_files.AuditHead);
            string? setAside = null;
            try
            {
                _database = AuditDatabase.Open(_files.Audit, PagesOf(maximumBytes));
            }
            catch (Exception damaged) when (IsDamage(damaged))
            {
                string moved = _files.SetAuditAside(time.GetUtcNow());
                setAside = $"the log was damaged and is kept as {Path.GetFileName(moved)}";
                Log.SetAside(logger, moved, damaged.Message);
                _database = AuditDatabase.Open(_files.Audit, PagesOf(maximumBytes));
            }
            GoOn(_database, _headFile.Last, setAside);
        }
        catch (SqliteException failure)
        {
            Close();
            throw SqliteFaults.Of(failure, _files.Audit);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException and not StoreException)
        {
            Close();
            throw new StoreException(StoreFault.InputOutput, (refused.Message, refused.Message), refused);
        }
    }

    /// <summary>Makes entries durable, each a row.</summary>
    /// <param name="entries">With the time when each was taken in. After a failure the same are given again, and more behind them if there are.</param>
    /// <returns>How many are; fewer than were given when an attempt before has stored its own although it reported an error.</returns>
    /// <exception cref="StoreException">None is.</exception>
    public int Write(IReadOnlyList<(AuditEntry Entry, long WallMs)> entries)
    {
        Open();
        if (_attempt is { } attempt && attempt.Head == Head)
        {
            _attempt = null;
            return attempt.Entries;
        }
        var rows = new AuditRows(Head);
        AuditRecord[] added = [.. entries.Select(entry => rows.Next(entry.Entry, entry.WallMs))];
        _attempt = (rows.Last, added.Length);
        try
        {
            _database!.Add(added);
            _attempt = null;
            Noted(rows.Last);
            TrimWhenFull(_database);
            return added.Length;
        }
        catch (SqliteException failure)
        {
            // Pages in memory may not be those on disk: closed, and looked at again.
            Close();
            throw SqliteFaults.Of(failure, _files.Audit);
        }
    }

    public void Dispose()
    {
        Close();
        _headFile?.Dispose();
    }

    private static bool IsDamage(Exception failure) => failure switch
    {
        SqliteException sqlite => SqliteFaults.Of(sqlite, "").Fault == StoreFault.Damaged,
        StoreException store => store.Fault == StoreFault.Damaged,
        _ => false,
    };

    private static long PagesOf(long bytes) => Math.Max(64, bytes / SqliteSchema.PageBytes);

    private void GoOn(AuditDatabase database, AuditHead known, string? setAside)
    {
        var last = database.Last();
        // What this process has been told is durable counts as much as what was noted.
        if (Head.Number > known.Number) known = Head;
        var (from, gap) = AuditContinuation.Judge(last, known, database.HashOf(known.Number) == known.Hash, setAside);
        Head = from;
        if (gap is not var (first, reason)) return;
        Log.Gap(logger, first, from.Number, reason);
        var row = new AuditRows(from).Next(AuditChain.Gap(first, from, reason), time.GetUtcNow().ToUnixTimeMilliseconds());
        database.Add([row]);
        Noted(row.Head);
    }

    private void TrimWhenFull(AuditDatabase database)
    {
        if (database.UsedBytes <= maximumBytes * HighWater) return;
        long through = Math.Min(database.FirstNumber + TrimRows, Head.Number) - 1;
        if (database.HashOf(through) is not { } hash) return;
        var row = new AuditRows(Head).Next(AuditRows.Trimmed(new AuditHead(through, hash)), time.GetUtcNow().ToUnixTimeMilliseconds());
        database.Trim(new AuditHead(through, hash), row);
        Noted(row.Head);
    }

    private void Noted(AuditHead head)
    {
        Head = head;
        try
        {
            _headFile!.Write(head);
            _cannotNoteHead = false;
        }
        catch (IOException failure)
        {
            // The row itself is durable; only a loss of the log's end would not be noticed.
            if (!_cannotNoteHead) Log.HeadNotNoted(logger, failure.Message);
            _cannotNoteHead = true;
        }
    }

    private void Close()
    {
        _database?.Dispose();
        _database = null;
    }
}
