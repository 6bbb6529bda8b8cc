using Gateway.Core.Alarms;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Buffering;

/// <summary>Saves into a sound database what is left of a damaged one, or of a damaged log: by its tables as far as SQLite reads them, then page by page. For
/// some seconds at most: polling must begin.</summary>
/// <param name="path">Of the sound database.</param>
/// <param name="witness">Says what was there; null when nothing does.</param>
internal sealed class Rescue(SqliteDatabase into, string path, Witness? witness, TimeProvider time, ILogger logger)
{
    private const int BatchRows = 500;

    private static readonly TimeSpan _longestByTables = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(8);

    private readonly Dictionary<string, int> _epochs = into.History().Epochs.ToDictionary(e => e.Name, e => e.Id);
    private readonly HashSet<int> _layouts = [];
    private readonly Dictionary<string, (long Seq, AlarmTransition Transition)> _transitions = new(StringComparer.Ordinal);
    private readonly long _start = time.GetTimestamp();

    /// <summary>Saves what can be read of a database that was set aside, into one that is fresh.</summary>
    public void FromFile(string moved) => Saving(moved, () =>
    {
        into.EmptyLog();
        if (FirstPage.Mend(moved, path)) Log.FirstPageMended(logger, moved);
        using var pages = new DatabasePages(moved);
        using var log = File.Exists(moved + "-wal") ? new LogPages(moved + "-wal", pages) : null;
        IPageImages[] sources = log is null ? [pages] : [pages, log];
        ByTables(moved, () =>
        {
            foreach (var source in sources) InTransaction(() => KeepLayouts(source));
        });
        foreach (var source in sources) Scan(source, keepsAge: false, message => !IsGone(message));
        BringStatesForward();
    });

    /// <summary>Saves what lies in a log behind a place at which SQLite stopped reading it.</summary>
    /// <returns>How many messages.</returns>
    public long FromLog(string copy)
    {
        long[] next = [.. LaneText.All.Select(lane => into.Extent(lane).Next)];
        long saved = 0;
        Saving(copy, () =>
        {
            using var pages = new DatabasePages(path);
            using var log = new LogPages(copy, pages);
            InTransaction(() => KeepLayouts(log));
            // What is older than the end of the database is in it, or was deleted.
            saved = Scan(log, keepsAge: true, message => message.Seq >= next[(int)message.Lane]);
            BringStatesForward();
        });
        return saved;
    }

    /// <summary>What is missing before messages that are there, and stands in no record.</summary>
    /// <param name="expected">Per lane: the first sequence that should be there.</param>
    public IReadOnlyList<(Lane Lane, long From, long To)> Holes(Func<Lane, long> expected)
    {
        using var reader = new SqliteReader(path, time, isDamaged: true);
        return
        [
            .. LaneText.All.SelectMany(lane => LaneHoles.Unexplained(reader.Sequences(lane, expected(lane)), expected(lane), (from, to) => reader.Drops(lane, from, to))
                .Select(hole => (lane, hole.First, hole.Last))),
        ];
    }

    private void ByTables(string moved, Action withStates)
    {
        try
        {
            using var old = new SqliteReader(moved, time, isDamaged: true);
            InTransaction(() => Salvage.CopyStates(old, into));
            withStates();
            foreach (var (name, id) in into.History().Epochs.Select(e => (e.Name, e.Id))) _epochs[name] = id;
            foreach (var batch in Salvage.Messages(old))
            {
                InTransaction(() =>
                {
                    foreach (var message in batch) Save(message, ageMs: 0);
                });
                if (time.GetElapsedTime(_start) > _longestByTables) break;
            }
        }
        catch (SqliteException)
        {
            // No table can be read; its pages may. When it is the sound file that takes nothing, that shows again.
            into.Rollback();
            withStates();
        }
    }

    private void KeepLayouts(IPageImages pages)
    {
        foreach (var (number, record) in RowsOf(pages))
            if (FoundRows.Layout(number, record) is { } layout) into.KeepLayout(layout.Number, layout.Digest, layout.Descriptor);
    }

    private long Scan(IPageImages pages, bool keepsAge, Func<StoredMessage, bool> isWanted)
    {
        var rows = new FoundRows(_epochs.Keys.Concat(witness is null ? [] : [witness.Epoch]));
        foreach (var (number, record) in RowsOf(pages)) rows.TakeEpoch(number, record);
        var seen = new HashSet<long>();
        long saved = 0;
        foreach (var batch in RowsOf(pages).Where(row => !seen.Contains(row.Number)).Select(row => rows.Message(row.Number, row.Record)).OfType<(StoredMessage Message, long AgeMs)>()
            .Where(found => isWanted(found.Message) && seen.Add(MessageRow.Key(found.Message.Lane, found.Message.Seq)) && !into.Has(found.Message.Lane, found.Message.Seq)).Chunk(BatchRows))
        {
            InTransaction(() =>
            {
                foreach (var (message, ageMs) in batch) Save(message, keepsAge ? ageMs : 0);
            });
            saved += batch.Length;
        }
        return saved;
    }

    /// <summary>All rows of tables, as long as there is time.</summary>
    private IEnumerable<(long Number, byte[] Record)> RowsOf(IPageImages pages)
    {
        var scanner = new RowScanner(pages);
        for (int image = 0; image < pages.Count && time.GetElapsedTime(_start) < _longest; image++)
        {
            foreach (var row in scanner.RowsOf(image)) yield return row;
        }
    }

    /// <summary>Freed pages still hold messages whose time was over, or whose drop has a record.</summary>
    private bool IsGone(StoredMessage message) => message.Seq < (witness?.Oldest[(int)message.Lane] ?? 0) || into.IsDropped(message.Lane, message.Seq);

    private void Save(StoredMessage message, long ageMs)
    {
        // The number of a layout that was lost stays taken: another under it would give the message's values false names.
        if (message.Layout > 0 && _layouts.Add(message.Layout)) into.KeepLayout(message.Layout, $"lost {message.Layout}", default);
        if (!_epochs.TryGetValue(message.Epoch, out int epoch))
            _epochs[message.Epoch] = epoch = into.BeginEpoch(message.Epoch, message.WallMs, message.Boot, null);
        into.AddMessage(message, epoch, ageMs);
        if (message.Kind != MessageKind.Alarm || AlarmTransitionJson.Parse(message.Body) is not { } transition) return;
        if (!_transitions.TryGetValue(transition.AlarmId, out var known) || known.Seq < message.Seq) _transitions[transition.AlarmId] = (message.Seq, transition);
    }

    /// <summary>A state was stored with its transition; where only the transition was saved, it says what the state is.</summary>
    private void BringStatesForward()
    {
        if (_transitions.Count == 0) return;
        Dictionary<string, AlarmRecord> states;
        using (var reader = new SqliteReader(path, time, isDamaged: true)) states = reader.AlarmStates().ToDictionary(state => state.AlarmId, StringComparer.Ordinal);
        InTransaction(() =>
        {
            foreach (var (alarm, last) in _transitions) into.Set(LastKnownState.After(states.GetValueOrDefault(alarm), last.Transition));
        });
    }

    private void Saving(string from, Action save)
    {
        try
        {
            save();
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            // The sound file has no room, or the other cannot be read at all: what is not saved stays there, and the loss says so.
            into.Rollback();
            Log.NotSalvaged(logger, from, failure.Message);
        }
    }

    private void InTransaction(Action write)
    {
        into.Begin();
        write();
        into.Commit();
    }
}
