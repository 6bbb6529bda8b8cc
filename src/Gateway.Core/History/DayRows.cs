using Gateway.Core.Buffering;
using Gateway.Core.History.Chunks;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.History;

/// <summary>Reads rows of a day's tables, whoever asks for them.</summary>
internal static class DayRows
{
    /// <summary>Of the chunk table, as <see cref="ChunkOf"/> expects them.</summary>
    public const string Columns = "key, first_ms, last_ms, n, good, numbers, minimum, maximum, mean, body_crc";
    public const int ColumnCount = 10;

    public static ChunkRow ChunkOf(SqliteDataReader row)
    {
        var summary = new ChunkSummary(
            row.GetInt64(1), row.GetInt64(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.GetDouble(6), row.GetDouble(7), row.GetDouble(8));
        return new ChunkRow(row.GetInt64(0), summary, unchecked((uint)row.GetInt64(9)));
    }

    public static Dictionary<(int Hour, string Epoch), long> Taken(SqliteConnection connection)
    {
        var taken = new Dictionary<(int, string), long>();
        using var statement = new Statement(connection, "SELECT hour, epoch, seq FROM taken");
        using var row = statement.Query();
        while (row.Read()) taken[(row.GetInt32(0), row.GetString(1))] = row.GetInt64(2);
        return taken;
    }
}
