using System.Runtime.CompilerServices;
using Gateway.Core.Buffering;
using Microsoft.Data.Sqlite;

namespace Gateway.Faults.Storing;

/// <summary>Takes the sync out of an open store's commits. It reaches past the store's walls on purpose: there is no setting for this, and must be
/// none.</summary>
internal static class WeakSync
{
    /// <returns>SQLite's word for how it syncs now: 1 is NORMAL, 2 is FULL.</returns>
    public static long Apply(SqliteStore store)
    {
        var connection = Connection(Database(store) ?? throw new InvalidOperationException("The store is not open."));
        SqliteSchema.Run(connection, "PRAGMA synchronous=NORMAL");
        return SqliteSchema.Number(connection, "PRAGMA synchronous");
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_database")]
    private static extern ref SqliteDatabase? Database(SqliteStore store);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_connection")]
    private static extern ref SqliteConnection Connection(SqliteDatabase database);
}
