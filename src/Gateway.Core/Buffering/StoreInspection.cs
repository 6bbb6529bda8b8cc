using Gateway.Core.Documents;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.Buffering;

/// <summary>Looks into a data folder's <c>core.db</c> without changing anything, beside a running gateway or without one.</summary>
public sealed class StoreInspection : IDisposable
{
    private const int ReadMessages = 256;
    private const long ReadBytes = 1 << 20;

    private readonly StoreFiles _files;
    private readonly SqliteConnection _connection;
    private readonly SqliteReader _reader;

    /// <param name="folder">The data folder.</param>
    /// <exception cref="StoreException">There is no store, it cannot be read, or it was written by a newer gateway.</exception>
    public StoreInspection(string folder, TimeProvider time)
    {
        SQLitePCL.Batteries_V2.Init();
        _files = new StoreFiles(folder);
        if (!_files.HasDatabase) throw new StoreException(StoreFault.Forbidden, ($"There is no store in {_files.Folder}.", $"{_files.Folder} 中没有存储。"));
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteSchema.OpenReader(_files.Database);
            Version = (int)SqliteSchema.Number(connection, "PRAGMA user_version");
            if (Version > SqliteSchema.Version) throw SqliteSchema.TooNew(_files.Database, Version);
            _reader = new SqliteReader(_files.Database, time);
            _connection = connection;
        }
        catch (SqliteException failure)
        {
            throw SqliteFaults.Of(failure, _files.Database);
        }
        finally
        {
            if (_connection is null) connection?.Dispose();
        }
    }

    public string Path => _files.Database;

    /// <summary>Of the schema.</summary>
    public int Version { get; }

    /// <exception cref="StoreException">It cannot be read.</exception>
    public StoreReport Report() => Reading(() =>
    {
        var epochs = _reader.Epochs();
        long quarantined = SqliteSchema.Number(_connection, "SELECT count(*) FROM quarantine");
        long size = StoreFiles.LengthOf(_files.Database) + StoreFiles.LengthOf(_files.Wal);
        var drops = LaneText.All.SelectMany(lane => _reader.Drops(lane, 0, long.MaxValue)).ToList();
        string epoch = epochs.Count > 0 ? epochs[^1].Name : "";
        return new StoreReport(_files.Database, size, Version, epoch, epochs.Count, ExtentsOf(), _reader.Bookmarks(), drops, quarantined, _reader.Refused());
    });

    /// <summary>The layout that messages name; null when it is lost.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public Layout? LayoutOf(int number) => Reading(() => _reader.Layout(number)) is { } descriptor ? Layout.Parse(descriptor, number) : null;

    /// <summary>A lane's messages in order; a damaged one is left out.</summary>
    /// <exception cref="StoreException">It cannot be read on.</exception>
    public IEnumerable<StoredMessage> Messages(Lane lane, long from)
    {
        foreach (var (batch, _) in Batches(lane, from))
        {
            foreach (var message in batch) yield return message;
        }
    }

    /// <summary>Looks at every page, row and body. What is found, as it is found.</summary>
    /// <param name="progress">Told the messages looked at so far, now and then.</param>
    /// <exception cref="StoreException">It cannot be read on.</exception>
    public IEnumerable<Wording> Verify(Action<long> progress)
    {
        string check = Reading(() => SqliteSchema.Text(_connection, "PRAGMA quick_check(1)"));
        if (check != "ok") yield return ($"the database is damaged: {check}", $"数据库已损坏：{check}");
        long looked = 0;
        var layouts = new HashSet<int>();
        foreach (var lane in LaneText.All)
        {
            long next = 0;
            foreach (var (messages, damaged) in Batches(lane, 0))
            {
                foreach (long seq in damaged) yield return Said(lane, seq, "the check sum is wrong", "校验和错误");
                foreach (var message in messages.Where(m => m.Kind == MessageKind.Readings && !ReadingsBody.IsWhole(m.Body.Span, out _)))
                    yield return Said(lane, message.Seq, "the readings make no sense", "读数无法解读");
                foreach (var message in messages.Where(m => m.Layout > 0 && layouts.Add(m.Layout) && LayoutOf(m.Layout) is null))
                    yield return Said(lane, message.Seq, $"its layout {message.Layout} is lost", $"所用布局 {message.Layout} 已丢失");
                foreach (long seq in messages.Select(m => m.Seq).Concat(damaged).Order())
                {
                    if (next > 0 && seq > next && !IsExplained(lane, next, seq - 1))
                        yield return ($"lane {LaneText.Of(lane)}, sequences {next} to {seq - 1}: missing without a record", $"通道 {LaneText.Of(lane)}，序号 {next} 至 {seq - 1}：缺失且无记录");
                    next = seq + 1;
                }
                looked += messages.Count + damaged.Count;
                progress(looked);
            }
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _connection.Dispose();
    }

    private static Wording Said(Lane lane, long seq, string english, string chinese) =>
        ($"lane {LaneText.Of(lane)}, sequence {seq}: {english}", $"通道 {LaneText.Of(lane)}，序号 {seq}：{chinese}");

    private IEnumerable<(List<StoredMessage> Messages, List<long> Damaged)> Batches(Lane lane, long from)
    {
        while (true)
        {
            var damaged = new List<long>();
            long first = from;
            var messages = Reading(() => _reader.Read(lane, first, ReadMessages, ReadBytes, damaged));
            if (messages.Count + damaged.Count == 0) yield break;
            yield return (messages, damaged);
            from = messages.Select(m => m.Seq).Concat(damaged).Max() + 1;
        }
    }

    /// <summary>Whether records of drops cover a range together.</summary>
    private bool IsExplained(Lane lane, long first, long last)
    {
        foreach (var drop in Reading(() => _reader.Drops(lane, first, last)))
        {
            if (drop.From > first) return false;
            first = Math.Max(first, drop.To + 1);
        }
        return first > last;
    }

    private LaneExtent[] ExtentsOf() => [.. LaneText.All.Select(lane =>
    {
        var (from, end) = MessageRow.Keys(lane);
        using var oldest = new Statement(_connection, "SELECT key FROM message WHERE key>=$1 AND key<$2 ORDER BY key LIMIT 1", 2);
        using var newest = new Statement(_connection, "SELECT key FROM message WHERE key>=$1 AND key<$2 ORDER BY key DESC LIMIT 1", 2);
        long next = MessageRow.SeqOf(newest.Number(from, end)) + 1;
        return new LaneExtent(oldest.Number(from, end) is > 0 and var key ? MessageRow.SeqOf(key) : next, next);
    })];

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException failure)
        {
            throw SqliteFaults.Of(failure, _files.Database);
        }
    }
}
