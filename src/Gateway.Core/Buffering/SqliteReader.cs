using Gateway.Core.Alarms;
using Gateway.Core.Documents;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gateway.Core.Buffering;

/// <summary>A connection that only reads. One call at a time; each is one short transaction.</summary>
internal sealed class SqliteReader : IDisposable
{
    private const string AlarmColumns = "alarm, state, occurrence, since_ms, on_since_ms, value";

    // Those of the second and the third version.
    private static readonly (int From, string Columns)[] _moreAlarmColumns =
        [(6, "shelved_ms, shelved_until_ms, shelved_by, shelved_once"), (10, "note, note_zh")];

    // A reader that goes on keeps the log from being reset: it grew to 87 MB in 8 s when one did.
    private static readonly TimeSpan _longestRead = TimeSpan.FromSeconds(2);

    // SQLite's instructions between two looks at the clock: some tens of microseconds.
    private const int LookEvery = 10_000;

    private readonly TimeProvider _time;
    private readonly SqliteConnection _connection;
    private readonly Statement _messages;
    private readonly Statement _oldest;
    private long _beganAt;

    /// <param name="isDamaged">Reads on where SQLite would refuse a file that is shorter than it says.</param>
    public SqliteReader(string path, TimeProvider time, bool isDamaged = false)
    {
        _time = time;
        Begin();
        _connection = SqliteSchema.OpenReader(path, isDamaged);
        try
        {
            _messages = new Statement(
                _connection,
                """
                SELECT key, name, m.boot, kind, wall_ms, mono_ms, clock, n, layout, age_ms, crc, body
                FROM message m LEFT JOIN epoch e ON e.id = m.epoch WHERE key >= $1 AND key < $2 ORDER BY key LIMIT $3
                """,
                3);
            // A salvage takes as long as it takes, and nobody writes to what it reads.
            if (!isDamaged) raw.sqlite3_progress_handler(_connection.Handle, LookEvery, _ => IsOverdue ? 1 : 0, null);
            _oldest = new Statement(_connection, "SELECT key, n, age_ms FROM message WHERE key >= $1 AND key < $2 ORDER BY key LIMIT $3", 3);
        }
        catch (SqliteException)
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>To be called before each use: from now on it may read for two seconds, then SQLite interrupts it.</summary>
    public void Begin() => _beganAt = _time.GetTimestamp();

    /// <summary>Messages in order within the bounds; those whose check sum is wrong go to <paramref name="damaged"/> instead.</summary>
    /// <remarks>However slow the disk is, one row at least is looked at, so that nothing in either list means that there is nothing.</remarks>
    public List<StoredMessage> Read(Lane lane, long from, int most, long mostBytes, List<long> damaged)
    {
        Begin();
        var found = new List<StoredMessage>();
        var (_, end) = MessageRow.Keys(lane);
        using var row = _messages.Query(MessageRow.Key(lane, Math.Max(from, 0)), end, most);
        while (row.Read())
        {
            if (SoundMessage(row) is { } message)
            {
                mostBytes -= message.Body.Length;
                if (mostBytes < 0 && found.Count > 0) break;
                found.Add(message);
            }
            else
            {
                damaged.Add(MessageRow.SeqOf(row.GetInt64(0)));
            }
            if (IsOverdue) break;
        }
        return found;
    }

    public LanePart? Oldest(Lane lane, int most, long storedBefore)
    {
        var (from, end) = MessageRow.Keys(lane);
        LanePart? part = null;
        using var row = _oldest.Query(from, end, most);
        while (row.Read() && row.GetInt64(2) < storedBefore)
        {
            long seq = MessageRow.SeqOf(row.GetInt64(0));
            part = new LanePart(part?.From ?? seq, seq, (part?.Readings ?? 0) + row.GetInt64(1), row.GetInt64(2));
        }
        return part;
    }

    public ReadOnlyMemory<byte>? Layout(int number)
    {
        using var statement = new Statement(_connection, "SELECT descriptor FROM layout WHERE number=$1", 1);
        using var row = statement.Query(number);
        return row.Read() ? row.GetFieldValue<byte[]>(0) : default(ReadOnlyMemory<byte>?);
    }

    /// <summary>The greatest number of a layout; none when there is no layout.</summary>
    public List<int> LastLayout()
    {
        using var statement = new Statement(_connection, "SELECT number FROM layout ORDER BY number DESC LIMIT 1");
        using var row = statement.Query();
        return row.Read() ? [row.GetInt32(0)] : [];
    }

    public List<AlarmRecord> AlarmStates()
    {
        var states = new List<AlarmRecord>();
        // A damaged file is read as it is, and may be of a version in which nothing could be shelved.
        long has = SqliteSchema.Number(_connection, "SELECT count(*) FROM pragma_table_info('alarm_state')");
        string columns = string.Join(", ", [AlarmColumns, .. _moreAlarmColumns.Where(more => has > more.From).Select(more => more.Columns)]);
        using var statement = new Statement(_connection, $"SELECT {columns} FROM alarm_state ORDER BY alarm");
        using var row = statement.Query();
        while (row.Read())
        {
            double? value = Has(5) ? row.GetDouble(5) : null;
            states.Add(new AlarmRecord(row.GetString(0), (AlarmState)row.GetByte(1), Text(2), row.GetInt64(3), row.GetInt64(4), value)
            {
                Shelving = Has(6) ? new Shelving(row.GetInt64(6), row.GetInt64(7), row.GetString(8), Has(9)) : null,
                Note = Text(10) is { } note ? new Wording(note, Text(11) ?? note) : default(Wording?),
            });
        }
        return states;

        bool Has(int column) => column < row.FieldCount && !row.IsDBNull(column);
        string? Text(int column) => Has(column) ? row.GetString(column) : null;
    }

    public List<(string Name, long StartedMs, int Boot, string? Loss)> Epochs()
    {
        var epochs = new List<(string, long, int, string?)>();
        using var statement = new Statement(_connection, "SELECT name, started_ms, boot, loss FROM epoch ORDER BY id");
        using var row = statement.Query();
        while (row.Read()) epochs.Add((row.GetString(0), row.GetInt64(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetString(3)));
        return epochs;
    }

    public List<BookmarkMove> Bookmarks()
    {
        var moves = new List<BookmarkMove>();
        using var statement = new Statement(_connection, "SELECT feed, lane, acknowledged, live_from, live_acknowledged, receipt FROM bookmark");
        using var row = statement.Query();
        while (row.Read())
        {
            var bookmark = new Bookmark(row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
            moves.Add(new BookmarkMove(row.GetString(0), (Lane)row.GetByte(1), bookmark));
        }
        return moves;
    }

    /// <summary>The sequences of a lane that are there, in order; sound or not.</summary>
    public IEnumerable<long> Sequences(Lane lane, long from)
    {
        var (_, end) = MessageRow.Keys(lane);
        using var statement = new Statement(_connection, "SELECT key FROM message WHERE key >= $1 AND key < $2 ORDER BY key", 2);
        using var row = statement.Query(MessageRow.Key(lane, from), end);
        while (row.Read()) yield return MessageRow.SeqOf(row.GetInt64(0));
    }

    public List<RefusedMessage> Refused()
    {
        var refused = new List<RefusedMessage>();
        // A file of an older version that is only looked at has no such table.
        if (SqliteSchema.Number(_connection, "SELECT count(*) FROM sqlite_schema WHERE name='refused'") == 0) return refused;
        using var statement = new Statement(_connection, "SELECT feed, lane, seq, kind, reason, at_ms FROM refused ORDER BY feed, lane, seq");
        using var row = statement.Query();
        while (row.Read())
            refused.Add(new RefusedMessage(row.GetString(0), (Lane)row.GetByte(1), row.GetInt64(2), (MessageKind)row.GetByte(3), row.GetString(4), row.GetInt64(5)));
        return refused;
    }

    public List<UnlistedRefusals> Unlisted()
    {
        var counts = new List<UnlistedRefusals>();
        using var statement = new Statement(_connection, "SELECT substr(k, length($1)+1), v FROM meta WHERE substr(k, 1, length($1))=$1 AND v>0 ORDER BY k", 1);
        using var row = statement.Query(SqliteSchema.UnlistedOf);
        while (row.Read()) counts.Add(new UnlistedRefusals(row.GetString(0), row.GetInt64(1)));
        return counts;
    }

    public List<Drop> Drops(Lane lane, long from, long to)
    {
        var drops = new List<Drop>();
        using var statement = new Statement(
            _connection, "SELECT from_seq, to_seq, readings, reason, at_ms FROM dropped WHERE lane=$1 AND from_seq<=$2 AND to_seq>=$3 ORDER BY from_seq", 3);
        using var row = statement.Query((int)lane, to, from);
        while (row.Read()) drops.Add(new Drop(lane, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), (DropReason)row.GetByte(3), row.GetInt64(4)));
        return drops;
    }

    private bool IsOverdue => _time.GetElapsedTime(_beganAt) >= _longestRead;

    public void Dispose()
    {
        _messages.Dispose();
        _oldest.Dispose();
        _connection.Dispose();
    }

    /// <returns>Null when the row's check sum is wrong, or what it holds cannot even be read as what it should be.</returns>
    private static StoredMessage? SoundMessage(SqliteDataReader row)
    {
        try
        {
            long key = row.GetInt64(0);
            var message = new StoredMessage(
                MessageRow.LaneOf(key), MessageRow.SeqOf(key), row.GetString(1), row.GetInt32(2), (MessageKind)row.GetInt32(3), row.GetInt64(4),
                row.GetInt64(5), (ClockState)row.GetInt32(6), row.GetInt32(7), row.GetInt32(8), row.GetFieldValue<byte[]>(11));
            return MessageRow.CheckSum(message, row.GetInt64(9)) == row.GetInt64(10) ? message : null;
        }
        catch (Exception nonsense) when (nonsense is InvalidCastException or InvalidOperationException or OverflowException or FormatException)
        {
            return null;
        }
    }
}
