using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.History;

/// <summary>Readings that are stored in the buffer but not, or not all, in history: as a rule those of the last ten minutes. Reads <c>core.db</c>
/// only.</summary>
internal sealed class PendingReadings : IDisposable
{
    private const int ReadMessages = 128;
    private const long ReadBytes = 1 << 20;

    private readonly SqliteReader? _core;
    private readonly long _from;
    private readonly Dictionary<int, Layout?> _layouts = [];
    private readonly Dictionary<int, bool[]> _wanted = [];
    private Wording? _failure;
    private long _damaged;
    private long _nameless;

    /// <summary>Looks where history's bookmark is. Day files are read after that: what is taken meanwhile is then found in both, and never in none.</summary>
    public PendingReadings(string dataFolder, TimeProvider time)
    {
        var files = new StoreFiles(dataFolder);
        if (!files.HasDatabase) return;
        _core = new SqliteReader(files.Database, time);
        try
        {
            var bookmark = _core.Bookmarks().Find(b => b.Feed == Bookmark.HistoryFeed && b.Lane == Lane.Live);
            _from = (bookmark?.Bookmark.Acknowledged ?? 0) + 1;
        }
        catch (SqliteException)
        {
            _core.Dispose();
            throw;
        }
    }

    /// <summary>What could not be read, and why; empty as long as all could.</summary>
    public IEnumerable<Wording> Troubles
    {
        get
        {
            if (_failure is { } failure) yield return failure;
            if (_damaged > 0) yield return ($"messages whose check sum is wrong: {_damaged}", $"{_damaged} 条消息的校验和错误");
            if (_nameless > 0) yield return ($"readings whose layout, and so their points, is lost: {_nameless}", $"{_nameless} 个读数所用的点位布局已丢失");
        }
    }

    /// <summary>What is pending of some points, in the order it was stored.</summary>
    /// <param name="isWanted">Asked once for each point of a layout, by its id.</param>
    public IEnumerable<PendingReading> Of(Func<string, bool> isWanted)
    {
        if (_core is null) yield break;
        _wanted.Clear();
        (_damaged, _nameless) = (0, 0);
        for (long next = _from; ;)
        {
            var damaged = new List<long>();
            var messages = Read(_core, next, damaged);
            if (messages.Count + damaged.Count == 0) yield break;
            _damaged += damaged.Count;
            foreach (var message in messages.Where(m => m.Kind == MessageKind.Readings))
            {
                foreach (var reading in ReadingsOf(message, isWanted)) yield return reading;
            }
            next = messages.Select(m => m.Seq).Concat(damaged).Max() + 1;
        }
    }

    /// <summary>The points of the newest layout.</summary>
    public IEnumerable<HistoryPoint> Points() => _core is null ? [] : PointsOfLast(_core);

    public void Dispose() => _core?.Dispose();

    private List<StoredMessage> Read(SqliteReader core, long from, List<long> damaged)
    {
        try
        {
            return core.Read(Lane.Live, from, ReadMessages, ReadBytes, damaged);
        }
        catch (SqliteException failure)
        {
            _failure = failure.Message;
            return [];
        }
    }

    private IEnumerable<HistoryPoint> PointsOfLast(SqliteReader core) =>
        core.LastLayout().SelectMany(number => LayoutOf(number)?.Points ?? []).Select(p => new HistoryPoint(p.Id, p.Unit));

    private List<PendingReading> ReadingsOf(StoredMessage message, Func<string, bool> isWanted)
    {
        var found = new List<PendingReading>();
        if (LayoutOf(message.Layout) is not { } layout)
        {
            _nameless += message.Count;
            return found;
        }
        if (!_wanted.TryGetValue(message.Layout, out bool[]? wanted)) _wanted[message.Layout] = wanted = [.. layout.Points.Select(p => isWanted(p.Id))];
        var rows = new ReadingsReader(message.Body.Span);
        while (rows.TryReadWanted(wanted, out var row)) found.Add(new PendingReading(layout.Points[row.Point], row.ToReading(), message.Epoch, message.Seq));
        return found;
    }

    private Layout? LayoutOf(int number)
    {
        if (_layouts.TryGetValue(number, out var known)) return known;
        return _layouts[number] = _core!.Layout(number) is { } descriptor ? Layout.Parse(descriptor, number) : null;
    }
}
