using Microsoft.Extensions.Logging;

namespace Gateway.Core.Buffering;

/// <summary>What an opened database is found to be, and what is written into it before anything else: boot, epoch, records of what is missing.</summary>
/// <param name="Epoch">Number of the epoch in force.</param>
/// <param name="Next">Per lane: the next sequence.</param>
internal sealed record StoreBeginning(StoreOpening Opening, int Epoch, IReadOnlyList<long> Next)
{
    /// <param name="running">What is in force when the store is opened again while it runs; null at the start.</param>
    /// <param name="acknowledged">Per lane, the next sequence as callers were told; null at the start.</param>
    /// <param name="layouts">What new messages are numbered by, also when the database is a fresh one.</param>
    public static StoreBeginning Write(
        RecoveredDatabase found, Witness? witness, StoreOpening? running, IReadOnlyList<long>? acknowledged,
        IEnumerable<(int Number, string Digest, ReadOnlyMemory<byte> Descriptor)> layouts, long nowMs, ILogger logger)
    {
        var database = found.Database;
        var (epochs, lastBoot, endedCleanly) = database.History();
        long[] next = [.. LaneText.All.Select(lane => database.Extent(lane).Next)];
        long[] known = [.. LaneText.All.Select(lane => Math.Max(acknowledged?[(int)lane] ?? 1, LastPassed(database, witness, lane, next[(int)lane], logger) + 1))];
        var verdict = LossRules.Judge(new LossEvidence(
            epochs.Count > 0, database.Id, next, witness, known, found.DamagedLog, found.IsLogShort, found.Holes, found.SetAside));
        int boot = running?.Boot ?? Math.Max(lastBoot, witness?.Boot ?? 0) + 1;

        database.Begin();
        if (running is null || found.SetAside is not null) database.BeginBoot(boot, nowMs);
        foreach (var (number, digest, descriptor) in layouts) database.KeepLayout(number, digest, descriptor);
        var names = epochs.Select(e => e.Name).ToList();
        int epoch = verdict.NeedsEpoch ? BeginEpoch(database, witness, verdict, names, boot, nowMs) : epochs[^1].Id;
        foreach (var (lane, from, to) in verdict.Missing) database.Record(new Drop(lane, from, to, 0, DropReason.Damage, nowMs));
        foreach (var lane in LaneText.All) database.SetNext(lane, verdict.Next[(int)lane]);
        database.Commit();

        bool isNew = epochs.Count == 0 && verdict.Loss is null;
        bool wasClean = endedCleanly && verdict.Loss is null;
        var opening = running is null || verdict.NeedsEpoch ? new StoreOpening(names[^1], names, boot, isNew, wasClean, verdict.Loss) : running;
        return new StoreBeginning(opening, epoch, verdict.Next);
    }

    /// <summary>An epoch that only the witness knows is one too: what was sent of it must not be mistaken for what comes.</summary>
    private static int BeginEpoch(SqliteDatabase database, Witness? witness, LossVerdict verdict, List<string> names, int boot, long nowMs)
    {
        if (witness is not null && !names.Contains(witness.Epoch))
        {
            names.Add(witness.Epoch);
            database.BeginEpoch(witness.Epoch, witness.WallMs, witness.Boot, null);
        }
        names.Add(Buffering.Epoch.New());
        return database.BeginEpoch(names[^1], nowMs, boot, verdict.Loss?.English);
    }

    /// <summary>How far bookmarks know that the numbers of a lane went. Rows of bookmarks have no check sum: what cannot be is not believed.</summary>
    private static long LastPassed(SqliteDatabase database, Witness? witness, Lane lane, long next, ILogger logger)
    {
        long most = Math.Max(next, witness?.Next[(int)lane] ?? 1) + LossRules.MostUnwitnessed;
        int forgotten = database.ForgetBookmarksBeyond(lane, most);
        if (forgotten > 0) Log.BookmarksForgotten(logger, forgotten, lane);
        return database.LastPassed(lane);
    }
}
