using Gateway.Core.Buffering;
using Gateway.Core.History.Chunks;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.History;

/// <summary>The one connection that writes to a day's file. From open to <see cref="Commit"/> is one transaction; without it nothing has happened.</summary>
/// <remarks>Every call throws <see cref="SqliteException"/> when SQLite cannot do it.</remarks>
internal sealed class DayFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _number;
    private readonly Statement _addPoint;
    private readonly Statement _setUnit;
    private readonly Statement _lastPart;
    private readonly Statement _put;
    private readonly Statement _setTaken;
    private readonly Dictionary<string, int> _numbers = [];

    private DayFile(SqliteConnection connection)
    {
        _connection = connection;
        _number = new Statement(connection, "SELECT number FROM point WHERE id=$1", 1);
        _addPoint = new Statement(connection, "INSERT INTO point(id, unit) VALUES($1,$2)", 2);
        _setUnit = new Statement(connection, "UPDATE point SET unit=$1 WHERE number=$2 AND unit<>$1", 2);
        _lastPart = new Statement(connection, $"SELECT {DayRows.Columns}, crc, body FROM chunk WHERE key BETWEEN $1 AND $2 ORDER BY key DESC LIMIT 1", 2);
        _put = new Statement(connection, "INSERT OR REPLACE INTO chunk VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)", 12);
        _setTaken = new Statement(connection, "INSERT OR REPLACE INTO taken VALUES($1,$2,$3)", 3);
    }

    /// <exception cref="StoreException">It was written by a newer gateway.</exception>
    public static DayFile Open(string path)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false, DefaultTimeout = 1 };
        var connection = new SqliteConnection(text.ConnectionString);
        DayFile? day = null;
        try
        {
            connection.Open();
            DaySchema.Prepare(connection, path);
            SqliteSchema.Run(connection, "BEGIN IMMEDIATE");
            return day = new DayFile(connection);
        }
        finally
        {
            if (day is null) connection.Dispose();
        }
    }

    /// <summary>The last sequence of each hour and epoch whose readings are in.</summary>
    public Dictionary<(int Hour, string Epoch), long> Taken() => DayRows.Taken(_connection);

    /// <summary>The point's number in this file; given to it when it has none.</summary>
    public int NumberOf(HistoryPoint point)
    {
        if (_numbers.TryGetValue(point.Id, out int known)) return known;
        int number = (int)_number.Number(point.Id);
        if (number > 0)
        {
            _setUnit.Run(point.Unit, number);
        }
        else
        {
            _addPoint.Run(point.Id, point.Unit);
            number = (int)_number.Number(point.Id);
        }
        return _numbers[point.Id] = number;
    }

    /// <summary>The last part of a point's hour: its number, and its body unless it is damaged; null when there is none.</summary>
    public (int Part, byte[]? Body)? LastPart(int hour, int point, string pointId)
    {
        using var row = _lastPart.Query(ChunkRow.KeyOf(hour, point, 0), ChunkRow.KeyOf(hour, point, ChunkRow.MostParts - 1));
        if (!row.Read()) return null;
        var chunk = DayRows.ChunkOf(row);
        byte[] body = row.GetFieldValue<byte[]>(DayRows.ColumnCount + 1);
        bool isSound = chunk.CheckSum(pointId) == row.GetInt64(DayRows.ColumnCount) && Crc32C.Of(body) == chunk.BodyCheckSum;
        return (chunk.Part, isSound ? body : null);
    }

    public void Put(long key, string pointId, in ChunkSummary summary, byte[] body)
    {
        var row = new ChunkRow(key, summary, Crc32C.Of(body));
        _put.Run(
            key, summary.FirstMs, summary.LastMs, summary.Count, summary.Good, summary.Numbers, summary.Minimum, summary.Maximum, summary.Mean,
            (long)row.CheckSum(pointId), (long)row.BodyCheckSum, body);
    }

    public void SetTaken(int hour, string epoch, long seq) => _setTaken.Run(hour, epoch, seq);

    public void Commit() => SqliteSchema.Run(_connection, "COMMIT");

    /// <summary>Closes the file; SQLite then takes its log into it. What was not committed is undone.</summary>
    public void Dispose()
    {
        _number.Dispose();
        _addPoint.Dispose();
        _setUnit.Dispose();
        _lastPart.Dispose();
        _put.Dispose();
        _setTaken.Dispose();
        _connection.Dispose();
    }
}
