using Gateway.Core.Buffering;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.History;

/// <summary>The tables of a day's file and the settings of the connection that writes it. What they mean stands in FORMAT.md.</summary>
internal static class DaySchema
{
    public const int Version = 1;

    private const string Tables =
        """
        CREATE TABLE point(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, unit TEXT NOT NULL);
        CREATE TABLE taken(hour INTEGER, epoch TEXT, seq INTEGER NOT NULL, PRIMARY KEY(hour, epoch)) WITHOUT ROWID;
        CREATE TABLE chunk(key INTEGER PRIMARY KEY, first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, n INTEGER NOT NULL, good INTEGER NOT NULL,
          numbers INTEGER NOT NULL, minimum REAL NOT NULL, maximum REAL NOT NULL, mean REAL NOT NULL, crc INTEGER NOT NULL, body_crc INTEGER NOT NULL,
          body BLOB NOT NULL);
        """;

    /// <summary>Synced at every commit, as the buffer is: only then may the buffer's copy go. A small cache, for a file is open for a moment only.</summary>
    public static void Prepare(SqliteConnection connection, string path)
    {
        SqliteSchema.Run(connection, $"PRAGMA page_size={SqliteSchema.PageBytes}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        SqliteSchema.Run(connection, "PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-1000;");
        switch (SqliteSchema.Number(connection, "PRAGMA user_version"))
        {
            case 0:
                SqliteSchema.Run(connection, $"BEGIN IMMEDIATE; {Tables} PRAGMA user_version={Version}; COMMIT;");
                break;
            case > Version and var newer:
                throw SqliteSchema.TooNew(path, newer, Version);
        }
    }
}
