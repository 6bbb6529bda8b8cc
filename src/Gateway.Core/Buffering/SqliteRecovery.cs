using Gateway.Core.Documents;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Buffering;

/// <summary>Opens the database whatever state it is in: a damaged one is set aside, a fresh one begun, and what can be read of the old one is saved.</summary>
internal sealed class SqliteRecovery(StoreFiles files, long maximumPages, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _longestSalvage = TimeSpan.FromSeconds(5);

    /// <param name="wasHereBefore">Something tells that there was a database, so that a missing one is no new installation.</param>
    /// <param name="isThorough">Check the whole file whatever its size.</param>
    /// <returns>The open database; how many commits are behind a damaged place of its log; why the database that was here could not be used.</returns>
    public (SqliteDatabase Database, int LostCommits, Wording? SetAside) Open(bool wasHereBefore, bool isThorough)
    {
        var now = time.GetUtcNow();
        int lostCommits = WalScan.CommitsBehindDamage(files.Wal);
        if (lostCommits > 0) files.CopyWal(now);
        var sound = OpenSound(wasHereBefore, isThorough, out var trouble);
        if (sound is not null) return (sound, lostCommits, null);

        string movedTo = files.SetAside(now);
        var fresh = SqliteDatabase.Open(files.Database, maximumPages);
        if (StoreFiles.LengthOf(movedTo) > 0) Save(movedTo, fresh);
        return (fresh, lostCommits, Described(trouble!.Value, File.Exists(movedTo) ? movedTo : null));
    }

    private static Wording Described(Wording trouble, string? movedTo) => movedTo is null
        ? ($"the database {trouble.English}", $"数据库{trouble.Chinese}")
        : ($"the database {trouble.English} and was set aside as {movedTo}", $"数据库{trouble.Chinese}，已移至 {movedTo}");

    private static Wording Damaged(string how) => ($"is damaged ({how})", $"已损坏（{how}）");

    /// <returns>Null when there is a database that cannot be used, or none although there should be one; <paramref name="trouble"/> says which.</returns>
    private SqliteDatabase? OpenSound(bool wasHereBefore, bool isThorough, out Wording? trouble)
    {
        trouble = null;
        if (!files.HasDatabase)
        {
            bool wasHere = wasHereBefore || StoreFiles.LengthOf(files.Wal) > 0;
            trouble = wasHere ? ("is missing or empty", "缺失或为空") : null;
            return wasHere ? null : SqliteDatabase.Open(files.Database, maximumPages);
        }
        SqliteDatabase? database = null;
        try
        {
            database = SqliteDatabase.Open(files.Database, maximumPages);
            if (database.Check(isThorough) is not { } fault) return database;
            trouble = Damaged(fault);
        }
        catch (StoreException damaged) when (damaged.Fault == StoreFault.Damaged)
        {
            trouble = Damaged(damaged.InnerException?.Message ?? damaged.Message);
        }
        catch (SqliteException failure)
        {
            database?.Dispose();
            var fault = SqliteFaults.Of(failure, files.Database);
            if (fault.Fault != StoreFault.Damaged) throw fault;
            trouble = Damaged(failure.Message);
        }
        database?.Dispose();
        return null;
    }

    /// <summary>Saves into the fresh database what can be read of the old one, for a few seconds at most: polling must begin.</summary>
    private void Save(string movedTo, SqliteDatabase database)
    {
        long start = time.GetTimestamp();
        try
        {
            using var old = new SqliteReader(movedTo, time, isDamaged: true);
            InTransaction(database, () => Salvage.CopyStates(old, database));
            var epochs = database.History().Epochs.ToDictionary(e => e.Name, e => e.Id);
            var layouts = new HashSet<int>();
            foreach (var batch in Salvage.Messages(old))
            {
                InTransaction(database, () => Save(batch, epochs, layouts, database));
                if (time.GetElapsedTime(start) > _longestSalvage) break;
            }
        }
        catch (SqliteException unreadable)
        {
            // Not even its first page can be read, or the fresh file has no room: what is not saved stays in the old file, and the loss says so.
            database.Rollback();
            Log.NotSalvaged(logger, movedTo, unreadable.Message);
        }
    }

    private static void Save(IReadOnlyList<StoredMessage> batch, Dictionary<string, int> epochs, HashSet<int> layouts, SqliteDatabase database)
    {
        foreach (var message in batch)
        {
            // The number of a layout that was lost stays taken: another under it would give the message's values false names.
            if (message.Layout > 0 && layouts.Add(message.Layout)) database.KeepLayout(message.Layout, $"lost {message.Layout}", default);
            if (!epochs.TryGetValue(message.Epoch, out int epoch))
                epochs[message.Epoch] = epoch = database.BeginEpoch(message.Epoch, message.WallMs, message.Boot, null);
            database.AddMessage(message, epoch, ageMs: 0);
        }
    }

    private static void InTransaction(SqliteDatabase database, Action write)
    {
        database.Begin();
        write();
        database.Commit();
    }
}
