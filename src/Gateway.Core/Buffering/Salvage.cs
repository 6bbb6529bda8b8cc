using Gateway.Core.Site;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.Buffering;

/// <summary>Reads what can still be read of a database that was set aside. Rows prove themselves by their check sums.</summary>
/// <remarks>A lane is read up to the first page that cannot be read; what lies behind it stays in the file that was set aside.</remarks>
internal static class Salvage
{
    private const int BatchRows = 500;

    // Events first: they are few, and worth most.
    private static readonly Lane[] _order = [Lane.Event, Lane.Diag, Lane.Fill, Lane.Live];

    /// <summary>Epochs, states, bookmarks, what was put aside, drops and layouts; whatever of it cannot be read is left out.</summary>
    public static void CopyStates(SqliteReader from, SqliteDatabase into)
    {
        foreach (var (name, startedMs, boot, loss) in Try(from.Epochs)) into.BeginEpoch(name, startedMs, boot, loss);
        foreach (var state in Try(from.AlarmStates)) into.Set(state);
        foreach (var move in Try(from.Bookmarks)) into.Set(move);
        foreach (var message in Try(from.Refused)) into.Set(message);
        foreach (var unlisted in Try(from.Unlisted)) into.Set(unlisted);
        foreach (var drop in LaneText.All.SelectMany(lane => Try(() => from.Drops(lane, 0, long.MaxValue)))) into.Record(drop);
        CopyLayouts(from, into);
    }

    /// <summary>Under their own numbers, for messages go by these. One that cannot be read does not cost those after it.</summary>
    private static void CopyLayouts(SqliteReader from, SqliteDatabase into)
    {
        int last = Try(from.LastLayout).FirstOrDefault();
        for (int number = 1; ; number++)
        {
            if (Try(() => Descriptor(from, number)) is [{ Length: > 0 } descriptor])
                into.KeepLayout(number, ContentDigest.Of(descriptor), descriptor);
            else if (number >= last) return;
        }
    }

    /// <summary>Messages in batches, for as long as the caller takes them: first all that some feed has not had, then the rest.</summary>
    public static IEnumerable<IReadOnlyList<StoredMessage>> Messages(SqliteReader from)
    {
        var bookmarks = Try(from.Bookmarks);
        var parts = _order.Select(lane => (Lane: lane, Begin: FirstNotHad(bookmarks, lane))).ToArray();
        var wanted = parts.SelectMany(part => Messages(from, part.Lane, part.Begin, long.MaxValue));
        return wanted.Concat(parts.SelectMany(part => Messages(from, part.Lane, 1, part.Begin)));
    }

    private static IEnumerable<IReadOnlyList<StoredMessage>> Messages(SqliteReader from, Lane lane, long next, long end)
    {
        // A batch that meets a bad page gives nothing at all, so it is asked for again in halves, up to the last row before that page.
        int rows = BatchRows;
        while (next < end && rows > 0)
        {
            var damaged = new List<long>();
            var batch = TryRead(() => from.Read(lane, next, rows, long.MaxValue, damaged));
            if (batch is null)
            {
                rows /= 2;
                continue;
            }
            var inside = batch.Where(m => m.Seq < end).ToList();
            if (inside.Count > 0) yield return inside;
            next = batch.Select(m => m.Seq).Concat(damaged).DefaultIfEmpty(end - 1).Max() + 1;
        }
    }

    private static long FirstNotHad(List<BookmarkMove> bookmarks, Lane lane) =>
        bookmarks.Where(b => b.Lane == lane).Select(b => b.Bookmark.Acknowledged + 1).DefaultIfEmpty(1).Min();

    private static List<byte[]> Descriptor(SqliteReader from, int number) => from.Layout(number) is { } descriptor ? [descriptor.ToArray()] : [];

    private static List<T> Try<T>(Func<List<T>> read) => TryRead(read) ?? [];

    private static List<T>? TryRead<T>(Func<List<T>> read)
    {
        try
        {
            return read();
        }
        catch (Exception unreadable) when (unreadable is SqliteException or InvalidCastException or InvalidOperationException)
        {
            return null;
        }
    }
}
