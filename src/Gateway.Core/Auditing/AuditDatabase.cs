using Gateway.Core.Buffering;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.Auditing;

/// <summary>The one connection that writes to <c>audit.db</c>. Every call throws <see cref="SqliteException"/> when SQLite cannot do it.</summary>
internal sealed class AuditDatabase : IDisposable
{
    public const int Version = 1;

    private const string Tables =
        """
        CREATE TABLE meta(k TEXT PRIMARY KEY, v) WITHOUT ROWID;
        CREATE TABLE audit(n INTEGER PRIMARY KEY, wall_ms INTEGER NOT NULL, kind INTEGER NOT NULL, actor TEXT NOT NULL, body BLOB NOT NULL, h BLOB NOT NULL);
        """;

    private readonly SqliteConnection _connection;
    private readonly Statement _add;
    private readonly Statement _hashOf;
    private readonly Statement _deleteThrough;
    private readonly Statement _setMeta;

    private AuditDatabase(SqliteConnection connection)
    {
        _connection = connection;
        _add = new Statement(connection, "INSERT INTO audit VALUES($1,$2,$3,$4,$5,$6)", 6);
        _hashOf = new Statement(connection, "SELECT h FROM audit WHERE n=$1", 1);
        _deleteThrough = new Statement(connection, "DELETE FROM audit WHERE n<=$1", 1);
        _setMeta = new Statement(connection, "INSERT OR REPLACE INTO meta VALUES($1,$2)", 2);
    }

    /// <summary>Bytes of pages in use.</summary>
    public long UsedBytes =>
        (SqliteSchema.Number(_connection, "PRAGMA page_count") - SqliteSchema.Number(_connection, "PRAGMA freelist_count")) * SqliteSchema.PageBytes;

    public long FirstNumber => SqliteSchema.Number(_connection, "SELECT min(n) FROM audit");

    /// <exception cref="StoreException">It is damaged, or was written by a newer gateway.</exception>
    public static AuditDatabase Open(string path, long maximumPages)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = 1 };
        var connection = new SqliteConnection(text.ConnectionString);
        AuditDatabase? database = null;
        try
        {
            connection.Open();
            SqliteSchema.Prepare(connection, maximumPages, path);
            // Rows come singly and are never read again.
            SqliteSchema.Run(connection, "PRAGMA cache_size=-100");
            long version = SqliteSchema.Number(connection, "PRAGMA user_version");
            if (version > Version) throw SqliteSchema.TooNew(path, version, Version);
            if (version == 0) SqliteSchema.Run(connection, $"BEGIN IMMEDIATE; {Tables} PRAGMA user_version={Version}; COMMIT;");
            string verdict = SqliteSchema.Text(connection, "PRAGMA quick_check(1)");
            if (verdict != "ok") throw new StoreException(StoreFault.Damaged, ($"{path} is damaged: {verdict}", $"{path} 已损坏：{verdict}"));
            return database = new AuditDatabase(connection);
        }
        finally
        {
            if (database is null) connection.Dispose();
        }
    }

    public AuditHead Last()
    {
        long last = SqliteSchema.Number(_connection, "SELECT max(n) FROM audit");
        return last > 0 && HashOf(last) is { } hash ? new AuditHead(last, hash) : AuditHead.None;
    }

    /// <returns>The row's hash in hex; null when there is no such row.</returns>
    public string? HashOf(long number)
    {
        using var row = _hashOf.Query(number);
        return row.Read() ? Convert.ToHexStringLower(row.GetFieldValue<byte[]>(0)) : null;
    }

    public void Add(IReadOnlyList<AuditRecord> rows) => InTransaction(() => AddAll(rows));

    /// <summary>Deletes the oldest rows and keeps the hash that the rest goes on from, with the row that tells it.</summary>
    public void Trim(AuditHead through, AuditRecord row) => InTransaction(() =>
    {
        _deleteThrough.Run(through.Number);
        _setMeta.Run("trimmed_n", through.Number);
        _setMeta.Run("trimmed_h", through.Hash);
        AddAll([row]);
    });

    public void Dispose()
    {
        _add.Dispose();
        _hashOf.Dispose();
        _deleteThrough.Dispose();
        _setMeta.Dispose();
        _connection.Dispose();
    }

    private void AddAll(IReadOnlyList<AuditRecord> rows)
    {
        foreach (var row in rows) _add.Run(row.Number, row.WallMs, (int)row.Kind, row.Actor, row.Body.ToArray(), row.Hash.ToArray());
    }

    private void InTransaction(Action write)
    {
        SqliteSchema.Run(_connection, "BEGIN IMMEDIATE");
        try
        {
            write();
            SqliteSchema.Run(_connection, "COMMIT");
        }
        finally
        {
            // A full disk and an I/O error have undone it already, and then there is nothing to roll back.
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) SqliteSchema.Run(_connection, "ROLLBACK");
        }
    }
}
