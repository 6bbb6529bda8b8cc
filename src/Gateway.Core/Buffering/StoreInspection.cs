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
        if (!_files.HasDatabase) throw NoDatabase();
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

    /// <summary>The database of a data folder.</summary>
    public static string PathIn(string folder) => new StoreFiles(folder).Database;

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
        return new StoreReport(
            _files.Database, size, Version, epoch, epochs.Count, ExtentsOf(), _reader.Bookmarks(), drops, quarantined, _reader.Refused(), _reader.Unlisted());
    });

    /// <summary>The layout that messages name; null when it is lost.</summary>
    /// <exception cref="StoreException">It cannot be read.</exception>
    public Layout? LayoutOf(int number) => Reading(() => _reader.Layout(number)) is { } descriptor ? Layout.Parse(descriptor, number) : null;

    /// <summary>A lane's messages in order; a damaged one is left out.</summary>
    /// <param name="damaged">Told the sequence of each that is.</param>
    /// <exception cref="StoreException">It cannot be read on.</exception>
    public IEnumerable<StoredMessage> Messages(Lane lane, long from, Action<long>? damaged = null)
    {
        foreach (var (batch, broken) in Batches(lane, from))
        {
            foreach (long seq in broken) damaged?.Invoke(seq);
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
        foreach (var what in LostEnd()) yield return what;
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

    private StoreException NoDatabase() => WitnessFile.TryRead(_files.Witness) is null && StoreFiles.LengthOf(_files.Wal) == 0
        ? new StoreException(StoreFault.Forbidden, ($"There is no store in {_files.Folder}.", $"{_files.Folder} 中没有存储。"))
        : new StoreException(StoreFault.Damaged, (
            $"{_files.Database} is missing or empty, although there was a store. The next start begins a fresh one, and saves what it can.",
            $"{_files.Database} 缺失或为空，而此处原有存储。下次启动将新建一个，并尽量抢救数据。"));

    /// <summary>What is stored and cannot be read any more, of which SQLite does not tell: it takes a log that is damaged or gone for one that ended
    /// there.</summary>
    private IEnumerable<Wording> LostEnd()
    {
        // A gateway that runs may begin its log anew just now; it does not do so twice at once.
        int behind = WalScan.CommitsBehindDamage(_files.Wal);
        if (behind > 0) behind = Math.Min(behind, WalScan.CommitsBehindDamage(_files.Wal));
        if (behind > 0)
            yield return (
                $"the log is damaged, with {behind} commits behind the damage; the next start saves what it can",
                $"日志已损坏，损坏处之后有 {behind} 次提交；下次启动将尽量抢救");
        // The witness first: it is never ahead of the database.
        if (WitnessFile.TryRead(_files.Witness) is not { } witness) yield break;
        var (id, extents) = Reading(() => (SqliteSchema.Text(_connection, "SELECT v FROM meta WHERE k='database_id'"), ExtentsOf()));
        if (id != witness.Database.ToString()) yield return ("the database is not the one that was kept here before", "数据库不是此处原来的那个");
        foreach (var lane in LaneText.All)
        {
            var (next, known) = (extents[(int)lane].Next, witness.Next[(int)lane]);
            if (known > next)
                yield return (
                    $"lane {LaneText.Of(lane)}, sequences {next} to {known - 1}: they were stored, and are missing",
                    $"通道 {LaneText.Of(lane)}，序号 {next} 至 {known - 1}：曾已存储，现缺失");
        }
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
        // Numbers go on when the last messages were deleted.
        using var noted = new Statement(
            _connection,
            """
            SELECT max(ifnull((SELECT next FROM lane WHERE lane=$1), 1), ifnull((SELECT max(to_seq)+1 FROM dropped WHERE lane=$1), 1))
            """,
            1);
        long next = Math.Max(MessageRow.SeqOf(newest.Number(from, end)) + 1, noted.Number((int)lane));
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
