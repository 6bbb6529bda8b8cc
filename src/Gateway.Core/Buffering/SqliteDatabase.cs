using System.Globalization;
using System.Runtime.InteropServices;
using Gateway.Core.Alarms;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gateway.Core.Buffering;

/// <summary>The one connection that writes to <c>core.db</c>, with its prepared statements. It is also the only one that checkpoints.</summary>
/// <remarks>SQLite 3.7.0 to 3.51.2 can lose a log that is reset while another connection writes; with a single writer that cannot happen.</remarks>
internal sealed class SqliteDatabase : IDisposable
{
    // A whole file is checked at start only up to this size: a second or two of a small box's flash. Rows carry their own check sums.
    private const long CheckedBytes = 64L << 20;

    // Freed pages are used again; the file is shortened only when more than this part of it is free.
    private const int FreePartToShorten = 4;

    private readonly SqliteConnection _connection;
    private readonly List<Statement> _statements = [];
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _addMessage;
    private readonly Statement _hasMessage;
    private readonly Statement _setAlarm;
    private readonly Statement _setBookmark;
    private readonly Statement _readingsIn;
    private readonly Statement _delete;
    private readonly Statement _keepAside;
    private readonly Statement _explained;
    private readonly Statement _extendDrop;
    private readonly Statement _addDrop;
    private readonly Statement _setNext;
    private readonly Statement _oldestKey;
    private readonly Statement _pages;
    private readonly Statement _freePages;
    private readonly Statement _shorten;

    private SqliteDatabase(SqliteConnection connection)
    {
        _connection = connection;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _addMessage = Prepare("INSERT INTO message VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)", 12);
        _hasMessage = Prepare("SELECT 1 FROM message WHERE key=$1", 1);
        _setAlarm = Prepare("INSERT OR REPLACE INTO alarm_state VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)", 12);
        _setBookmark = Prepare("INSERT OR REPLACE INTO bookmark VALUES($1,$2,$3,$4,$5,$6)", 6);
        _readingsIn = Prepare("SELECT sum(n) FROM message WHERE key BETWEEN $1 AND $2", 2);
        _delete = Prepare("DELETE FROM message WHERE key BETWEEN $1 AND $2", 2);
        _keepAside = Prepare("INSERT INTO quarantine SELECT $1, key, $2, body FROM message WHERE key=$3", 3);
        _explained = Prepare("SELECT count(*) FROM dropped WHERE lane=$1 AND from_seq<=$2 AND to_seq>=$3", 3);
        _extendDrop = Prepare("UPDATE dropped SET to_seq=$1, readings=readings+$2, at_ms=$3 WHERE lane=$4 AND to_seq=$5 AND reason=$6", 6);
        _addDrop = Prepare("INSERT OR REPLACE INTO dropped VALUES($1,$2,$3,$4,$5,$6)", 6);
        _setNext = Prepare("INSERT OR REPLACE INTO lane VALUES($1,$2)", 2);
        _oldestKey = Prepare("SELECT key FROM message WHERE key>=$1 AND key<$2 ORDER BY key LIMIT 1", 2);
        _pages = Prepare("PRAGMA page_count");
        _freePages = Prepare("PRAGMA freelist_count");
        _shorten = Prepare("PRAGMA incremental_vacuum(256)");
        Id = Guid.Parse(SqliteSchema.Text(connection, "SELECT v FROM meta WHERE k='database_id'"), CultureInfo.InvariantCulture);
    }

    /// <summary>The file's own random id.</summary>
    public Guid Id { get; }

    /// <summary>Bytes of pages in use.</summary>
    public long UsedBytes => (_pages.Number() - _freePages.Number()) * SqliteSchema.PageBytes;

    public static SqliteDatabase Open(string path, long maximumPages)
    {
        // No pool: the connection that closes last must checkpoint, and a damaged file must really be closed before it is moved.
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = 1 };
        var connection = new SqliteConnection(text.ConnectionString);
        SqliteDatabase? database = null;
        try
        {
            connection.Open();
            SqliteSchema.Prepare(connection, maximumPages, path);
            SqliteSchema.Migrate(connection, path);
            SqliteSchema.Run(connection, $"INSERT OR IGNORE INTO meta VALUES('database_id', '{Guid.NewGuid():D}')");
            return database = new SqliteDatabase(connection);
        }
        catch (SqliteException failure)
        {
            throw SqliteFaults.Of(failure, path);
        }
        catch (FormatException failure)
        {
            throw new StoreException(StoreFault.Damaged, ($"{path} has no sound id.", $"{path} 没有有效的标识。"), failure);
        }
        finally
        {
            if (database is null) connection.Dispose();
        }
    }

    /// <summary>Looks whether the file is what it should be.</summary>
    /// <param name="isThorough">Whatever its size.</param>
    /// <returns>What is wrong; null when all is well.</returns>
    public string? Check(bool isThorough)
    {
        bool isWhole = isThorough || _pages.Number() * SqliteSchema.PageBytes <= CheckedBytes;
        string verdict = isWhole ? SqliteSchema.Text(_connection, "PRAGMA quick_check(1)") : "ok";
        return verdict == "ok" ? null : verdict;
    }

    public (IReadOnlyList<(int Id, string Name)> Epochs, int LastBoot, bool EndedCleanly) History()
    {
        var epochs = new List<(int, string)>();
        using (var statement = new Statement(_connection, "SELECT id, name FROM epoch ORDER BY id"))
        using (var row = statement.Query())
        {
            while (row.Read()) epochs.Add((row.GetInt32(0), row.GetString(1)));
        }
        long boot = SqliteSchema.Number(_connection, "SELECT max(number) FROM boot");
        bool endedCleanly = boot == 0 || SqliteSchema.Number(_connection, $"SELECT ended_ms FROM boot WHERE number={boot}") != 0;
        return (epochs, (int)boot, endedCleanly);
    }

    public LaneExtent Extent(Lane lane)
    {
        var (from, end) = MessageRow.Keys(lane);
        long last = MessageRow.SeqOf(NumberOf("SELECT key FROM message WHERE key>=$1 AND key<$2 ORDER BY key DESC LIMIT 1", from, end));
        long dropped = NumberOf("SELECT max(to_seq) FROM dropped WHERE lane=$1", (int)lane);
        long noted = NumberOf("SELECT next FROM lane WHERE lane=$1", (int)lane);
        return Extent(lane, Math.Max(Math.Max(last, dropped) + 1, noted));
    }

    /// <summary>The last sequence of a lane that some bookmark has passed: there was such a message, also where it is gone by now.</summary>
    public long LastPassed(Lane lane) => NumberOf("SELECT max(max(acknowledged, live_acknowledged, receipt)) FROM bookmark WHERE lane=$1", (int)lane);

    /// <summary>Sets bookmarks back to the beginning that lie beyond anything there can have been. Their feeds send again what there is.</summary>
    /// <returns>How many.</returns>
    public int ForgetBookmarksBeyond(Lane lane, long last)
    {
        using var forget = new Statement(
            _connection,
            """
            UPDATE bookmark SET acknowledged=0, live_from=0, live_acknowledged=0, receipt=0
              WHERE lane=$1 AND max(acknowledged, live_acknowledged, receipt)>$2
            """,
            2);
        return forget.Run((int)lane, last);
    }

    /// <summary>The greatest age of a message: that of the last of some lane.</summary>
    public long AgeMs() => LaneText.All.Max(lane =>
    {
        var (from, end) = MessageRow.Keys(lane);
        return NumberOf("SELECT age_ms FROM message WHERE key>=$1 AND key<$2 ORDER BY key DESC LIMIT 1", from, end);
    });

    public int BeginEpoch(string name, long nowMs, int boot, string? loss)
    {
        using var statement = new Statement(_connection, "INSERT INTO epoch(name, started_ms, boot, loss) VALUES($1,$2,$3,$4)", 4);
        statement.Run(name, nowMs, boot, loss);
        return (int)SqliteSchema.Number(_connection, "SELECT last_insert_rowid()");
    }

    public void BeginBoot(int number, long nowMs)
    {
        using var statement = new Statement(_connection, "INSERT OR REPLACE INTO boot VALUES($1,$2,NULL)", 2);
        statement.Run(number, nowMs);
    }

    public void EndBoot(int number, long nowMs)
    {
        using var statement = new Statement(_connection, "UPDATE boot SET ended_ms=$1 WHERE number=$2", 2);
        statement.Run(nowMs, number);
    }

    public int AddLayout(string digest, ReadOnlyMemory<byte> descriptor)
    {
        using var add = new Statement(_connection, "INSERT OR IGNORE INTO layout(digest, descriptor) VALUES($1,$2)", 2);
        add.Run(digest, descriptor.ToArray());
        return (int)NumberOf("SELECT number FROM layout WHERE digest=$1", digest);
    }

    /// <summary>Takes a layout over under the number that messages know it by, unless that number has one.</summary>
    public void KeepLayout(int number, string digest, ReadOnlyMemory<byte> descriptor)
    {
        using var keep = new Statement(_connection, "INSERT OR IGNORE INTO layout VALUES($1,$2,$3)", 3);
        keep.Run(number, digest, descriptor.ToArray());
    }

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    /// <summary>Undoes what is open. A full disk and an I/O error have undone it already, and then there is nothing to roll back.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0) _rollback.Run();
    }

    /// <summary>Whether a record explains why a message is not there.</summary>
    public bool IsDropped(Lane lane, long seq) => _explained.Number((int)lane, seq, seq) > 0;

    public void AddMessage(StoredMessage message, int epoch, long ageMs)
    {
        uint crc = MessageRow.CheckSum(message, ageMs);
        _addMessage.Run(
            MessageRow.Key(message.Lane, message.Seq), epoch, message.Boot, (int)message.Kind, message.WallMs, message.MonotonicMs, (int)message.Clock,
            message.Count, message.Layout, ageMs, (long)crc, Bytes(message.Body));
    }

    /// <summary>Whether the message is there: a commit that reported an error may have stored it all the same.</summary>
    public bool Has(Lane lane, long seq) => _hasMessage.Number(MessageRow.Key(lane, seq)) != 0;

    public void Set(AlarmRecord state) => _setAlarm.Run(
        state.AlarmId, (int)state.State, state.Occurrence, state.SinceMs, state.OnSinceMs, state.Value, state.Shelving?.FromMs, state.Shelving?.UntilMs,
        state.Shelving?.Actor, state.Shelving?.IsOneShot == true ? 1 : null, state.Note?.English, state.Note?.Chinese);

    public void Set(BookmarkMove move) => _setBookmark.Run(
        move.Feed, (int)move.Lane, move.Bookmark.Acknowledged, move.Bookmark.LiveFrom, move.Bookmark.LiveAcknowledged, move.Bookmark.Receipt);

    /// <summary>Rare, so that no statement is kept for it.</summary>
    public void Set(RefusedMessage message)
    {
        using var set = new Statement(_connection, "INSERT OR REPLACE INTO refused VALUES($1,$2,$3,$4,$5,$6)", 6);
        set.Run(message.Feed, (int)message.Lane, message.Seq, (int)message.Kind, message.Reason, message.AtMs);
    }

    public void Readmit(string feed, Lane lane, long seq)
    {
        using var delete = new Statement(_connection, "DELETE FROM refused WHERE feed=$1 AND lane=$2 AND seq=$3", 3);
        delete.Run(feed, (int)lane, seq);
    }

    public void Set(UnlistedRefusals unlisted)
    {
        using var set = new Statement(_connection, "INSERT OR REPLACE INTO meta VALUES($1,$2)", 2);
        set.Run(SqliteSchema.UnlistedOf + unlisted.Feed, unlisted.Messages);
    }

    /// <summary>Deletes a range of messages and gives what they held.</summary>
    public long Delete(Lane lane, long from, long to)
    {
        long readings = _readingsIn.Number(MessageRow.Key(lane, from), MessageRow.Key(lane, to));
        _delete.Run(MessageRow.Key(lane, from), MessageRow.Key(lane, to));
        return readings;
    }

    public void KeepAside(Lane lane, long seq, string reason, long nowMs) => _keepAside.Run(nowMs, reason, MessageRow.Key(lane, seq));

    /// <summary>Records a drop, as one with its neighbour when it can be.</summary>
    public void Record(Drop drop)
    {
        if (_explained.Number((int)drop.Lane, drop.From, drop.To) > 0) return;
        int extended = _extendDrop.Run(drop.To, drop.Readings, drop.AtMs, (int)drop.Lane, drop.From - 1, (int)drop.Reason);
        if (extended == 0) _addDrop.Run((int)drop.Lane, drop.From, drop.To, drop.Readings, (int)drop.Reason, drop.AtMs);
    }

    /// <summary>Keeps a lane's next sequence when its last message may be gone.</summary>
    public void SetNext(Lane lane, long next) => _setNext.Run((int)lane, next);

    public LaneExtent Extent(Lane lane, long next)
    {
        var (from, end) = MessageRow.Keys(lane);
        long oldest = _oldestKey.Number(from, end);
        return new LaneExtent(oldest == 0 ? next : MessageRow.SeqOf(oldest), next);
    }

    /// <summary>Takes everything from the log into the database. What an earlier process left in the log must not be mistaken for damage later.</summary>
    public void EmptyLog() => SqliteSchema.Run(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");

    /// <summary>Gives pages back to the disk when much of the file is free; a bounded number of them.</summary>
    public void ShortenWhenMuchIsFree()
    {
        if (_freePages.Number() * FreePartToShorten < _pages.Number()) return;
        using var row = _shorten.Query();
        while (row.Read())
        {
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
        _connection.Dispose();
    }

    // A blob is bound from an array; a body is one by itself, as a rule.
    private static byte[] Bytes(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var part) && part.Offset == 0 && part.Count == part.Array!.Length ? part.Array : body.ToArray();

    private long NumberOf(string sql, params ReadOnlySpan<object?> values)
    {
        using var statement = new Statement(_connection, sql, values.Length);
        return statement.Number(values);
    }

    private Statement Prepare(string sql, int parameters = 0)
    {
        var statement = new Statement(_connection, sql, parameters);
        _statements.Add(statement);
        return statement;
    }
}
