using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.Buffering;

/// <summary>Copies a database before its schema is changed, so that the program that wrote it can go on with it.</summary>
internal static class SchemaBackup
{
    /// <summary>A larger file is copied without its messages, which no step changes: copying them would hold up the start for a minute.</summary>
    public const long MostBytes = 64L << 20;

    /// <summary>Left free on the disk beside the copy.</summary>
    private const long Margin = 32L << 20;

    // What a gateway must not lose when its messages are lost: how alarms stood, how far feeds were, what was dropped.
    private static readonly string[] _states = ["meta", "epoch", "boot", "lane", "layout", "alarm_state", "bookmark", "dropped", "refused"];

    /// <summary>Makes <c>core.db.vN</c>; one that is there already stays, for it is the older.</summary>
    /// <param name="connection">No transaction is open.</param>
    /// <exception cref="SqliteException">The copy cannot be made: then nothing is changed either.</exception>
    public static void Make(SqliteConnection connection, string path, int version)
    {
        string copy = $"{path}.v{version}";
        if (File.Exists(copy)) return;
        string part = copy + ".part";
        File.Delete(part);
        bool isWhole = StoreFiles.LengthOf(path) is var bytes && bytes <= MostBytes && new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace >= bytes + Margin;
        string quoted = "'" + part.Replace("'", "''", StringComparison.Ordinal) + "'";
        if (isWhole) SqliteSchema.Run(connection, $"VACUUM INTO {quoted}");
        else CopyStates(connection, quoted, version);
        File.Move(part, copy, overwrite: true);
    }

    private static void CopyStates(SqliteConnection connection, string part, int version)
    {
        SqliteSchema.Run(connection, $"ATTACH {part} AS copy");
        try
        {
            // The older the version, the fewer there are.
            var there = _states.Where(table => SqliteSchema.Number(connection, $"SELECT count(*) FROM main.sqlite_schema WHERE name='{table}'") > 0);
            string tables = string.Join(' ', there.Select(table => $"CREATE TABLE copy.{table} AS SELECT * FROM main.{table};"));
            SqliteSchema.Run(connection, $"BEGIN; {tables} PRAGMA copy.user_version={version.ToString(CultureInfo.InvariantCulture)}; COMMIT;");
        }
        finally
        {
            SqliteSchema.Run(connection, "DETACH copy");
        }
    }
}
