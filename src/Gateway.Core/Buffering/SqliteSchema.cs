using Microsoft.Data.Sqlite;

namespace Gateway.Core.Buffering;

/// <summary>The tables of <c>core.db</c> and the settings of its connections. What they mean stands in FORMAT.md.</summary>
internal static class SqliteSchema
{
    public const int PageBytes = 4096;
    public const int Version = 4;

    /// <summary>What the keys of <c>meta</c> begin with that count a feed's unlisted refusals.</summary>
    public const string UnlistedOf = "refused_unlisted/";

    // SQLite result codes (sqlite.org/rescode.html).
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;

    // Step n brings version n to n + 1, inside one transaction.
    private static readonly string[] _steps =
    [
        """
        CREATE TABLE meta(k TEXT PRIMARY KEY, v) WITHOUT ROWID;
        CREATE TABLE epoch(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, started_ms INTEGER NOT NULL, boot INTEGER NOT NULL, loss TEXT);
        CREATE TABLE boot(number INTEGER PRIMARY KEY, started_ms INTEGER NOT NULL, ended_ms INTEGER);
        CREATE TABLE message(key INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, boot INTEGER NOT NULL, kind INTEGER NOT NULL, wall_ms INTEGER NOT NULL,
          mono_ms INTEGER NOT NULL, clock INTEGER NOT NULL, n INTEGER NOT NULL, layout INTEGER NOT NULL, age_ms INTEGER NOT NULL, crc INTEGER NOT NULL,
          body BLOB NOT NULL);
        CREATE TABLE lane(lane INTEGER PRIMARY KEY, next INTEGER NOT NULL);
        CREATE TABLE layout(number INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, descriptor BLOB NOT NULL);
        CREATE TABLE alarm_state(alarm TEXT PRIMARY KEY, state INTEGER NOT NULL, occurrence TEXT, since_ms INTEGER NOT NULL, on_since_ms INTEGER NOT NULL,
          value REAL) WITHOUT ROWID;
        CREATE TABLE bookmark(feed TEXT, lane INTEGER, acknowledged INTEGER NOT NULL, live_from INTEGER NOT NULL, live_acknowledged INTEGER NOT NULL,
          receipt INTEGER NOT NULL, PRIMARY KEY(feed, lane)) WITHOUT ROWID;
        CREATE TABLE dropped(lane INTEGER, from_seq INTEGER, to_seq INTEGER NOT NULL, readings INTEGER NOT NULL, reason INTEGER NOT NULL,
          at_ms INTEGER NOT NULL, PRIMARY KEY(lane, from_seq)) WITHOUT ROWID;
        CREATE TABLE quarantine(at_ms INTEGER NOT NULL, key INTEGER NOT NULL, reason TEXT NOT NULL, body BLOB);
        """,
        """
        ALTER TABLE alarm_state ADD COLUMN shelved_ms INTEGER;
        ALTER TABLE alarm_state ADD COLUMN shelved_until_ms INTEGER;
        ALTER TABLE alarm_state ADD COLUMN shelved_by TEXT;
        ALTER TABLE alarm_state ADD COLUMN shelved_once INTEGER;
        """,
        """
        ALTER TABLE alarm_state ADD COLUMN note TEXT;
        ALTER TABLE alarm_state ADD COLUMN note_zh TEXT;
        """,
        """
        CREATE TABLE refused(feed TEXT, lane INTEGER, seq INTEGER, kind INTEGER NOT NULL, reason TEXT NOT NULL, at_ms INTEGER NOT NULL,
          PRIMARY KEY(feed, lane, seq)) WITHOUT ROWID;
        """,
    ];

    /// <summary>The version in the file's header (SQLite file format, section 1.3, offset 60), read without touching the file.</summary>
    public static int VersionInHeader(string path)
    {
        Span<byte> header = stackalloc byte[64];
        using var file = File.OpenHandle(path);
        if (RandomAccess.Read(file, header, 0) < header.Length || !header.StartsWith("SQLite format 3\0"u8)) return 0;
        return System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header[60..]);
    }

    /// <param name="known">The highest version that this program knows.</param>
    public static StoreException TooNew(string path, long version, int known = Version) => new(StoreFault.TooNew, (
        $"{path} has version {version}, written by a newer gateway; this one knows up to {known}. Install that gateway again.",
        $"{path} 的版本为 {version}，由更新的网关写入；本程序只识别到版本 {known}。请重新安装那个网关版本。"));

    /// <summary>In this order on an empty file: page size and vacuum cannot be changed once there is a table.</summary>
    public static void Prepare(SqliteConnection connection, long maximumPages, string path)
    {
        Run(connection, $"PRAGMA page_size={PageBytes}; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        Run(connection, $"PRAGMA wal_autocheckpoint=256; PRAGMA journal_size_limit={LogRules.Limit}; PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF;");
        Run(connection, $"PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-1000; PRAGMA max_page_count={maximumPages};");
        if (Text(connection, "PRAGMA journal_mode") == "wal") return;
        throw new StoreException(StoreFault.Forbidden, (
            $"The file system of {path} cannot share memory, which the log needs. Use a local disk.", $"{path} 所在的文件系统不支持日志所需的共享内存。请使用本地磁盘。"));
    }

    /// <summary>A connection that only reads, also where its user may not write: then a file whose log is empty is read as one that nobody changes.</summary>
    /// <exception cref="SqliteException">It cannot be opened or read.</exception>
    public static SqliteConnection OpenReader(string path, bool isDamaged = false)
    {
        try
        {
            return OpenReader(new SqliteConnectionStringBuilder { DataSource = path }, isDamaged);
        }
        catch (SqliteException refused) when (refused.SqliteErrorCode is CannotOpen or ReadOnly && File.Exists(path) && StoreFiles.LengthOf(path + "-wal") == 0)
        {
            return OpenReader(new SqliteConnectionStringBuilder { DataSource = $"file:{Uri.EscapeDataString(path)}?immutable=1" }, isDamaged);
        }
    }

    private static SqliteConnection OpenReader(SqliteConnectionStringBuilder where, bool isDamaged)
    {
        where.Mode = SqliteOpenMode.ReadOnly;
        where.Pooling = false;
        where.DefaultTimeout = 2;
        var connection = new SqliteConnection(where.ConnectionString);
        bool isOpen = false;
        try
        {
            connection.Open();
            PrepareReader(connection, isDamaged);
            if (!isDamaged) Number(connection, "SELECT count(*) FROM sqlite_schema");
            isOpen = true;
            return connection;
        }
        finally
        {
            if (!isOpen) connection.Dispose();
        }
    }

    private static void PrepareReader(SqliteConnection connection, bool isDamaged)
    {
        // With a writable schema SQLite reads a file that was cut short as far as it goes, instead of refusing it as a whole.
        if (isDamaged) Run(connection, "PRAGMA writable_schema=ON;");
        Run(connection, "PRAGMA busy_timeout=2000; PRAGMA query_only=ON; PRAGMA cell_size_check=ON; PRAGMA cache_size=-500;");
    }

    /// <summary>Brings an older file to this version, after a copy was made; each step whole or not at all.</summary>
    public static void Migrate(SqliteConnection connection, string path)
    {
        int version = (int)Number(connection, "PRAGMA user_version");
        if (version > Version) throw TooNew(path, version);
        if (version is > 0 and < Version) SchemaBackup.Make(connection, path, version);
        for (; version < Version; version++) Run(connection, $"BEGIN IMMEDIATE; {_steps[version]} PRAGMA user_version={version + 1}; COMMIT;");
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    public static long Number(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return command.ExecuteScalar() is long number ? number : 0;
    }

    public static string Text(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return command.ExecuteScalar() as string ?? "";
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this folder, with numbers of ours at most.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
