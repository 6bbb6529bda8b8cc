using Gateway.Core.Buffering;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.History;

/// <summary>A connection that only reads a day's file, as it was at one moment: from open to close is one transaction.</summary>
/// <remarks>Every call throws <see cref="SqliteException"/> when SQLite cannot read. A row whose check sum is wrong is given as damaged.</remarks>
internal sealed class DayReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _chunks;
    private readonly Statement _body;

    /// <exception cref="StoreException">It was written by a newer gateway.</exception>
    public DayReader(string path)
    {
        _connection = SqliteSchema.OpenReader(path);
        bool isOpen = false;
        try
        {
            long version = SqliteSchema.Number(_connection, "PRAGMA user_version");
            if (version > DaySchema.Version) throw SqliteSchema.TooNew(path, version, DaySchema.Version);
            SqliteSchema.Run(_connection, "BEGIN");
            _chunks = new Statement(_connection, $"SELECT {DayRows.Columns}, crc FROM chunk WHERE key BETWEEN $1 AND $2 ORDER BY key", 2);
            _body = new Statement(_connection, "SELECT body FROM chunk WHERE key=$1", 1);
            Taken = DayRows.Taken(_connection);
            isOpen = true;
        }
        finally
        {
            if (!isOpen) _connection.Dispose();
        }
    }

    /// <summary>The last sequence of each hour and epoch whose readings are in.</summary>
    public Dictionary<(int Hour, string Epoch), long> Taken { get; }

    /// <summary>A point's number in this file; 0 when it has none.</summary>
    public int NumberOf(string pointId)
    {
        using var statement = new Statement(_connection, "SELECT number FROM point WHERE id=$1", 1);
        return (int)statement.Number(pointId);
    }

    public IReadOnlyList<(int Number, HistoryPoint Point)> Points()
    {
        var points = new List<(int, HistoryPoint)>();
        using var statement = new Statement(_connection, "SELECT number, id, unit FROM point ORDER BY id");
        using var row = statement.Query();
        while (row.Read()) points.Add((row.GetInt32(0), new HistoryPoint(row.GetString(1), row.GetString(2))));
        return points;
    }

    /// <summary>The parts of a point's hour in order, without their bodies.</summary>
    /// <param name="damaged">Receives how many rows say something else than was written.</param>
    public List<ChunkRow> Chunks(int hour, int point, string pointId, out int damaged)
    {
        damaged = 0;
        var chunks = new List<ChunkRow>();
        using var row = _chunks.Query(ChunkRow.KeyOf(hour, point, 0), ChunkRow.KeyOf(hour, point, ChunkRow.MostParts - 1));
        while (row.Read())
        {
            var chunk = DayRows.ChunkOf(row);
            if (chunk.CheckSum(pointId) == row.GetInt64(DayRows.ColumnCount)) chunks.Add(chunk);
            else damaged++;
        }
        return chunks;
    }

    /// <summary>The bytes of a chunk; null when they are not those that were written.</summary>
    public byte[]? Body(ChunkRow chunk)
    {
        using var row = _body.Query(chunk.Key);
        if (!row.Read()) return null;
        byte[] body = row.GetFieldValue<byte[]>(0);
        return Crc32C.Of(body) == chunk.BodyCheckSum ? body : null;
    }

    /// <returns>What SQLite says of the whole file: <c>ok</c>, or what is wrong.</returns>
    public string Check() => SqliteSchema.Text(_connection, "PRAGMA quick_check(1)");

    public void Dispose()
    {
        _chunks.Dispose();
        _body.Dispose();
        _connection.Dispose();
    }
}
