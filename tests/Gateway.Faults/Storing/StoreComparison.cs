using Gateway.Core.Buffering;
using Gateway.Core.Site;
using Gateway.Faults.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Faults.Storing;

/// <summary>A store opened as the gateway opens it, held against the ledger.</summary>
/// <param name="Stored">Messages in the ledger.</param>
/// <param name="Found">Of these, those that are there with the bytes they had.</param>
/// <param name="Dropped">Of these, those that a record explains: a bound was reached, or damage was noticed.</param>
/// <param name="LostOnes">The others, one sentence each.</param>
/// <param name="Faults">What else must not be, one sentence each.</param>
internal sealed record StoreComparison(
    StoreOpening Opening, long Stored, long Found, long Dropped, IReadOnlyList<string> LostOnes, IReadOnlyList<string> Faults)
{
    private const int ReadAtOnce = 500;
    private const int LostShown = 5;
    private const long ReadBytes = 8 << 20;

    // The start-up promise, also for a store in pieces.
    private static readonly TimeSpan _longestStart = TimeSpan.FromSeconds(10);

    /// <summary>Opens, compares, and closes it cleanly.</summary>
    /// <exception cref="StoreException">It does not open.</exception>
    /// <param name="keeps">Messages that were older than this, and are older than all that is there, may have gone without a record; null for none.</param>
    public static StoreComparison Of(string folder, LedgerBook ledger, long maximumBytes = 64L << 20, TimeSpan? keeps = null)
    {
        var faults = new List<string>();
        var tooOld = keeps is { } age && ledger.Stored.Count > 0 ? ledger.Stored.Values.Max(told => told.At) - age : DateTimeOffset.MinValue;
        long begin = TimeProvider.System.GetTimestamp();
        var settings = new BufferSettings { Path = folder, MaximumBytes = maximumBytes };
        using var store = new SqliteStore(settings, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        var opening = store.Open();
        if (TimeProvider.System.GetElapsedTime(begin) is var took && took > _longestStart) faults.Add($"it took {took.TotalSeconds:F1} s to open");
        long found = 0, dropped = 0;
        var lost = new List<string>();
        var messages = LaneText.All.Select(lane => Read(store, lane)).ToArray();
        // What reading found damaged is recorded with the next commit.
        store.Commit(new StoreTransaction());
        foreach (var lane in LaneText.All)
        {
            var here = messages[(int)lane];
            var drops = store.Drops(lane, 0, long.MaxValue);
            if (FirstHole(here.Keys, drops) is { } hole) faults.Add($"lane {LaneText.Of(lane)}: sequence {hole} is neither there nor explained");
            foreach (var (key, told) in ledger.Stored.Where(entry => entry.Key.Lane == lane))
            {
                bool isThere = here.TryGetValue(key.Seq, out uint crc);
                bool isTrimmed = !isThere && told.At < tooOld && key.Seq < store.Extent(lane).Oldest;
                if (isThere && crc == told.Crc) found++;
                else if (isTrimmed || (!isThere && drops.Any(d => d.From <= key.Seq && key.Seq <= d.To))) dropped++;
                else lost.Add($"lost: {LaneText.Of(lane)} {key.Seq}, called stored at {told.At:HH:mm:ss.fff}, {told.Number} of {ledger.Stored.Count}");
                if (isThere && crc != told.Crc) faults.Add($"lane {LaneText.Of(lane)}, sequence {key.Seq}: other bytes than were stored");
            }
        }
        faults.AddRange(StateFaults(store));
        return new StoreComparison(opening, ledger.Stored.Count, found, dropped, lost, faults);
    }

    public long Lost => LostOnes.Count;

    /// <summary>Nothing is gone but what a record explains, or the start has said that something is missing and begun a new epoch.</summary>
    public bool IsNoticed => Lost == 0 || (Opening.Loss is not null && Opening.Epochs.Count > 1);

    /// <summary>Counts it, and fails the case for what must not be. Whatever a record explains is lost all the same, unless the fault was bound to cost
    /// something.</summary>
    public StoreComparison CountIn(CaseRun run, bool mayDrop = false)
    {
        run.Count(Stored, Found, Lost + (mayDrop ? 0 : Dropped));
        foreach (string fault in Faults) run.Failed(fault);
        foreach (string lost in LostOnes.Take(LostShown)) run.Note(lost);
        return this;
    }

    private static Dictionary<long, uint> Read(SqliteStore store, Lane lane)
    {
        var here = new Dictionary<long, uint>();
        long from = 1;
        while (store.Read(lane, from, ReadAtOnce, ReadBytes) is { Count: > 0 } messages)
        {
            foreach (var message in messages) here[message.Seq] = Crc32C.Of(message.Body.Span);
            from = messages[^1].Seq + 1;
        }
        return here;
    }

    private static long? FirstHole(IEnumerable<long> here, IReadOnlyList<Drop> drops)
    {
        long expected = 0;
        foreach (long seq in here.Order())
        {
            while (expected > 0 && expected < seq && drops.FirstOrDefault(d => d.From <= expected && expected <= d.To) is { } drop) expected = drop.To + 1;
            if (expected > 0 && expected < seq) return expected;
            expected = seq + 1;
        }
        return null;
    }

    private static IEnumerable<string> StateFaults(SqliteStore store)
    {
        // The alarm's state was stored with its event: it names the last one that is there, or one that was lost with a record.
        long lastEvent = store.Extent(Lane.Event).Last;
        bool isThere = store.Drops(Lane.Event, lastEvent, lastEvent).Count == 0;
        if (isThere && store.AlarmStates().SingleOrDefault(s => s.AlarmId == WriterLayout.Alarm) is { } state && state.SinceMs != lastEvent)
            yield return $"the alarm's state belongs to event {state.SinceMs}, the last event is {lastEvent}";
        foreach (var move in store.Bookmarks().Where(move => move.Bookmark.Acknowledged > store.Extent(move.Lane).Last))
            yield return $"the bookmark of {move.Feed} is at {move.Bookmark.Acknowledged}, behind the last message {store.Extent(move.Lane).Last}";
    }
}
