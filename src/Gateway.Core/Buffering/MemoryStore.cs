using Gateway.Core.Alarms;

namespace Gateway.Core.Buffering;

/// <summary>A store that lasts as long as the process: for a gateway that is told to run without a disk, and for tests.</summary>
/// <param name="maximumBytes">Most bytes of messages; a transaction beyond it is refused with fault Full, as a disk store does at its quota.</param>
public sealed class MemoryStore(long maximumBytes) : IStore
{
    // An entry's objects beside its body.
    private const int EntryBytes = 160;

    private readonly Lock _gate = new();
    private readonly List<Entry>[] _lanes = [[], [], [], []];
    private readonly long[] _next = [1, 1, 1, 1];
    private readonly List<(string Digest, ReadOnlyMemory<byte> Descriptor)> _layouts = [];
    private readonly Dictionary<string, AlarmRecord> _alarms = [];
    private readonly Dictionary<(string, Lane), BookmarkMove> _bookmarks = [];
    private readonly Dictionary<(string, Lane, long), RefusedMessage> _refused = [];
    private readonly Dictionary<string, UnlistedRefusals> _unlisted = [];
    private readonly List<Drop> _drops = [];
    private StoreOpening? _opening;
    private long _size;

    public StoreOpening Opening => _opening ?? throw new InvalidOperationException("The store is not open.");

    public long SizeBytes
    {
        get { lock (_gate) return _size; }
    }

    public long LogBytes => 0;

    public long AgeMs { get; private set; }

    public StoreOpening Open()
    {
        string epoch = Epoch.New();
        return _opening = new StoreOpening(epoch, [epoch], 1, true, true, null);
    }

    public void Commit(StoreTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        lock (_gate)
        {
            long[] next = [.. LaneText.All.Select(lane => DropRules.NextAfter(transaction, lane, _next[(int)lane]))];
            long added = transaction.Messages.Sum(m => (long)m.Body.Length + EntryBytes);
            // What is dropped in the same transaction makes room for what is kept of it.
            if (added > 0 && _size + added - transaction.Drops.Sum(BytesOf) > maximumBytes)
                throw new StoreException(StoreFault.Full, (
                    $"The memory store holds its {maximumBytes:N0} bytes. The oldest readings must go first.", $"内存存储已达 {maximumBytes:N0} 字节，须先删除最旧的读数。"));
            foreach (var message in transaction.Messages) _lanes[(int)message.Lane].Add(new Entry(Sealed(message), transaction.AgeMs));
            _size += added;
            next.CopyTo(_next, 0);
            foreach (var state in transaction.AlarmStates) _alarms[state.AlarmId] = state;
            foreach (var move in transaction.Bookmarks) _bookmarks[(move.Feed, move.Lane)] = move;
            foreach (var message in transaction.Refused) _refused[(message.Feed, message.Lane, message.Seq)] = message;
            foreach (var key in transaction.Readmitted) _refused.Remove(key);
            foreach (var unlisted in transaction.Unlisted) _unlisted[unlisted.Feed] = unlisted;
            foreach (var drop in transaction.Drops) Apply(drop);
            AgeMs = Math.Max(AgeMs, transaction.AgeMs);
        }
    }

    public LaneExtent Extent(Lane lane)
    {
        lock (_gate)
        {
            var entries = _lanes[(int)lane];
            long next = _next[(int)lane];
            return new LaneExtent(entries.Count > 0 ? entries[0].Message.Seq : next, next);
        }
    }

    public IReadOnlyList<StoredMessage> Read(Lane lane, long from, int most, long mostBytes)
    {
        var found = new List<StoredMessage>();
        lock (_gate)
        {
            var entries = _lanes[(int)lane];
            for (int at = IndexOf(entries, from); at < entries.Count && found.Count < most; at++)
            {
                mostBytes -= entries[at].Message.Body.Length;
                if (mostBytes < 0 && found.Count > 0) break;
                found.Add(entries[at].Message);
            }
        }
        return found;
    }

    public LanePart? Oldest(Lane lane, int most, long storedBefore)
    {
        lock (_gate)
        {
            var part = _lanes[(int)lane].Take(most).TakeWhile(entry => entry.AgeMs < storedBefore).ToArray();
            return part.Length == 0 ? null : new LanePart(part[0].Message.Seq, part[^1].Message.Seq, part.Sum(entry => (long)entry.Message.Count), part[^1].AgeMs);
        }
    }

    public int AddLayout(string digest, ReadOnlyMemory<byte> descriptor)
    {
        lock (_gate)
        {
            int at = _layouts.FindIndex(layout => layout.Digest == digest);
            if (at >= 0) return at + 1;
            _layouts.Add((digest, descriptor.ToArray()));
            return _layouts.Count;
        }
    }

    public ReadOnlyMemory<byte>? Layout(int number)
    {
        lock (_gate) return number >= 1 && number <= _layouts.Count ? _layouts[number - 1].Descriptor : default(ReadOnlyMemory<byte>?);
    }

    public IReadOnlyList<AlarmRecord> AlarmStates()
    {
        lock (_gate) return [.. _alarms.Values];
    }

    public IReadOnlyList<BookmarkMove> Bookmarks()
    {
        lock (_gate) return [.. _bookmarks.Values];
    }

    public IReadOnlyList<RefusedMessage> Refused()
    {
        lock (_gate) return [.. _refused.Values];
    }

    public IReadOnlyList<UnlistedRefusals> Unlisted()
    {
        lock (_gate) return [.. _unlisted.Values.Where(unlisted => unlisted.Messages > 0)];
    }

    public IReadOnlyList<Drop> Drops(Lane lane, long from, long to)
    {
        lock (_gate) return [.. _drops.Where(d => d.Lane == lane && d.From <= to && d.To >= from).OrderBy(d => d.From)];
    }

    public void Dispose()
    {
    }

    private long BytesOf(Drop drop)
    {
        var entries = _lanes[(int)drop.Lane];
        int first = IndexOf(entries, drop.From);
        return entries[first..Math.Max(first, IndexOf(entries, drop.To + 1))].Sum(entry => (long)entry.Message.Body.Length + EntryBytes);
    }

    private void Apply(Drop drop)
    {
        var entries = _lanes[(int)drop.Lane];
        int first = IndexOf(entries, drop.From);
        int end = IndexOf(entries, drop.To + 1);
        long readings = 0;
        for (int at = first; at < end; at++)
        {
            readings += entries[at].Message.Count;
            _size -= entries[at].Message.Body.Length + EntryBytes;
        }
        entries.RemoveRange(first, end - first);
        if (!DropRules.NeedsRecord(drop, _bookmarks.Values)) return;
        var record = drop.Readings > 0 ? drop : drop with { Readings = readings };
        int before = _drops.FindLastIndex(d => DropRules.CanMerge(d, record));
        if (before < 0) _drops.Add(record);
        else _drops[before] = record with { From = _drops[before].From, Readings = _drops[before].Readings + record.Readings };
    }

    private StoredMessage Sealed(NewMessage message) => new(
        message.Lane, message.Seq, Opening.Epoch, Opening.Boot, message.Kind, message.WallMs, message.MonotonicMs, message.Clock, message.Count,
        message.Layout, message.Body);

    /// <summary>The place of the first entry whose sequence is at least the one given.</summary>
    private static int IndexOf(List<Entry> entries, long seq)
    {
        int low = 0;
        int high = entries.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (entries[middle].Message.Seq < seq) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private readonly record struct Entry(StoredMessage Message, long AgeMs);
}
