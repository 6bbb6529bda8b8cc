using Gateway.Core.Documents;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Buffering;

/// <summary>Opens the database whatever state it is in: a damaged one is set aside, a fresh one begun, and what can be read of the old one is saved.</summary>
internal sealed class SqliteRecovery(StoreFiles files, long maximumPages, TimeProvider time, ILogger logger)
{
    /// <param name="isThorough">Check the whole file whatever its size.</param>
    public RecoveredDatabase Open(Witness? witness, bool isThorough)
    {
        var now = time.GetUtcNow();
        bool isShort = LogRules.IsShort(witness, StoreFiles.LengthOf(files.Wal));
        int behind = WalScan.CommitsBehindDamage(files.Wal);
        string? copy = behind > 0 ? files.CopyWal(now) : null;
        bool isMended = copy is not null && LogRepair.TryMend(files.Wal) && WalScan.CommitsBehindDamage(files.Wal) == 0;
        var sound = OpenSound(witness is not null, isThorough, out var trouble);
        if (sound is not null)
        {
            if (copy is null) return new RecoveredDatabase(sound, null, isShort, null, []);
            if (isMended) return new RecoveredDatabase(sound, new DamagedLog(behind, 0, IsMended: true), isShort, null, []);
            long[] next = [.. LaneText.All.Select(lane => sound.Extent(lane).Next)];
            var log = new Rescue(sound, files.Database, witness, time, logger);
            long saved = log.FromLog(copy);
            return new RecoveredDatabase(sound, new DamagedLog(behind, saved), isShort, null, log.Holes(lane => next[(int)lane]));
        }

        string movedTo = files.SetAside(now);
        var fresh = SqliteDatabase.Open(files.Database, maximumPages);
        var rescue = new Rescue(fresh, files.Database, witness, time, logger);
        if (StoreFiles.LengthOf(movedTo) + StoreFiles.LengthOf(movedTo + "-wal") > 0) rescue.FromFile(movedTo);
        var holes = rescue.Holes(lane => witness?.Oldest[(int)lane] ?? 1);
        return new RecoveredDatabase(fresh, behind > 0 ? new DamagedLog(behind, 0, isMended) : null, isShort, Described(trouble!.Value, File.Exists(movedTo) ? movedTo : null), holes);
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
}
