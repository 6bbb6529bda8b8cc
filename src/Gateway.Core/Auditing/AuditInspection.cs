using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.Auditing;

/// <summary>Reads a data folder's audit log without changing anything, beside a running gateway or without one, and proves its chain.</summary>
public sealed class AuditInspection
{
    private const int ReadRows = 500;

    private readonly StoreFiles _files;

    /// <param name="dataFolder">The gateway's data folder.</param>
    public AuditInspection(string dataFolder)
    {
        SQLitePCL.Batteries_V2.Init();
        _files = new StoreFiles(dataFolder);
    }

    public string Path => _files.Audit;

    /// <summary>Whether there is a log, or should be one.</summary>
    public bool Exists => File.Exists(_files.Audit) || File.Exists(_files.AuditHead);

    public long SizeBytes => StoreFiles.LengthOf(_files.Audit) + StoreFiles.LengthOf(_files.Audit + "-wal");

    /// <summary>Rows in order, without proving them.</summary>
    /// <param name="from">First number.</param>
    /// <exception cref="StoreException">The log cannot be read.</exception>
    public IEnumerable<AuditRecord> Rows(long from)
    {
        if (!File.Exists(_files.Audit)) yield break;
        using var connection = Reading(() => SqliteSchema.OpenReader(_files.Audit));
        long version = Reading(() => SqliteSchema.Number(connection, "PRAGMA user_version"));
        if (version > AuditDatabase.Version) throw SqliteSchema.TooNew(_files.Audit, version, AuditDatabase.Version);
        for (long next = from; ;)
        {
            long first = next;
            var rows = Reading(() => Read(connection, first));
            if (rows.Count == 0) yield break;
            foreach (var row in rows) yield return row;
            next = rows[^1].Number + 1;
        }
    }

    /// <summary>The last row; None when there is none.</summary>
    /// <exception cref="StoreException">The log cannot be read.</exception>
    public AuditHead Head()
    {
        if (!File.Exists(_files.Audit)) return AuditHead.None;
        using var connection = Reading(() => SqliteSchema.OpenReader(_files.Audit));
        long last = Reading(() => SqliteSchema.Number(connection, "SELECT max(n) FROM audit"));
        return last == 0 ? AuditHead.None : Reading(() => Read(connection, last)).FirstOrDefault()?.Head ?? AuditHead.None;
    }

    /// <summary>Rows that are kept.</summary>
    /// <exception cref="StoreException">The log cannot be read.</exception>
    public long Count()
    {
        if (!File.Exists(_files.Audit)) return 0;
        using var connection = Reading(() => SqliteSchema.OpenReader(_files.Audit));
        return Reading(() => SqliteSchema.Number(connection, "SELECT count(*) FROM audit"));
    }

    /// <summary>Proves every row by the one before. What is found, as it is found: the first row named is the one that was changed.</summary>
    /// <param name="published">A head that somebody has kept, to be found in the log; null for none.</param>
    /// <exception cref="StoreException">The log cannot be read on.</exception>
    public IEnumerable<Wording> Verify(AuditHead? published = null)
    {
        if (!Exists) yield break;
        var proof = new AuditProof(Trimmed());
        string? publishedHash = null;
        foreach (var row in Rows(0))
        {
            if (proof.Take(row) is { } wrong) yield return wrong;
            if (row.Number == published?.Number) publishedHash = row.Head.Hash;
        }
        if (KnownEnd() is { } known && known.Number > proof.Last)
            yield return ($"rows {proof.Last + 1} to {known.Number} are missing at the end", $"末尾缺失第 {proof.Last + 1} 至 {known.Number} 行");
        if (published is { } kept && publishedHash != kept.Hash)
            yield return ($"row {kept.Number} is not the one whose hash was published", $"第 {kept.Number} 行与已公布的哈希不符");
    }

    private AuditHead? KnownEnd()
    {
        if (!File.Exists(_files.AuditHead)) return null;
        try
        {
            return AuditHeadFile.Read(_files.AuditHead);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The last row that was deleted to make room; None when none was.</summary>
    private AuditHead Trimmed()
    {
        if (!File.Exists(_files.Audit)) return AuditHead.None;
        using var connection = Reading(() => SqliteSchema.OpenReader(_files.Audit));
        return Reading(() =>
        {
            long number = SqliteSchema.Number(connection, "SELECT v FROM meta WHERE k='trimmed_n'");
            return number == 0 ? AuditHead.None : new AuditHead(number, SqliteSchema.Text(connection, "SELECT v FROM meta WHERE k='trimmed_h'"));
        });
    }

    private static List<AuditRecord> Read(SqliteConnection connection, long from)
    {
        var rows = new List<AuditRecord>();
        using var statement = new Statement(connection, "SELECT n, wall_ms, kind, actor, body, h FROM audit WHERE n>=$1 ORDER BY n LIMIT $2", 2);
        using var row = statement.Query(from, ReadRows);
        while (row.Read())
        {
            rows.Add(new AuditRecord(
                row.GetInt64(0), row.GetInt64(1), (AuditKind)row.GetInt64(2), row.GetString(3), row.GetFieldValue<byte[]>(4), row.GetFieldValue<byte[]>(5)));
        }
        return rows;
    }

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException failure)
        {
            throw SqliteFaults.Of(failure, _files.Audit);
        }
        catch (InvalidCastException nonsense)
        {
            throw new StoreException(StoreFault.Damaged, ($"{_files.Audit} has a row of another form.", $"{_files.Audit} 中有格式不符的行。"), nonsense);
        }
    }
}
