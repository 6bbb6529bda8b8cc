using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>The chain of one lane in one epoch, and what was counted since its last manifest. Takes messages in order and does no I/O.</summary>
internal sealed class LaneChain
{
    private readonly ChainHead _head = new();
    private readonly Dictionary<string, (long Good, long NotGood)> _counts = [];
    private readonly Dictionary<Layout, long> _spans = [];
    private readonly List<(long From, long To)> _unchained = [];
    private readonly long _first;
    private string _before;
    private long _from;
    private long _messages;
    private long _readings;
    private long _firstMs;
    private long _lastMs;
    private long _atMs;

    public LaneChain(Lane lane, ChainPlace place)
    {
        Lane = lane;
        Epoch = place.Epoch;
        Position = place.To;
        _first = place.First;
        _from = place.To + 1;
        _atMs = place.AtMs;
        if (!_head.TrySet(place.Head)) _head.Clear();
        _before = _head.Text;
    }

    /// <summary>A chain that begins at a sequence.</summary>
    /// <param name="atMs">Until when readings were counted before; 0 to begin with the first message.</param>
    public static LaneChain Begin(Lane lane, string epoch, long first, long atMs = 0) => new(lane, new ChainPlace(epoch, first, first - 1, "", atMs));

    public Lane Lane { get; }

    public string Epoch { get; }

    /// <summary>Until when readings are counted: UTC milliseconds; 0 when there was none yet.</summary>
    public long AtMs => _atMs;

    /// <summary>The last sequence that was passed.</summary>
    public long Position { get; private set; }

    /// <param name="layout">The layout the message names; null when it names none or cannot be had.</param>
    /// <param name="json">The message as a feed sends it that takes everything; empty when nothing of it can be sent.</param>
    public void Add(StoredMessage message, Layout? layout, ReadOnlySpan<byte> json)
    {
        if (message.Seq > Position + 1) Pass(message.Seq - 1);
        Position = message.Seq;
        if (_atMs == 0) _atMs = message.WallMs;
        if (json.IsEmpty)
        {
            Unchain(message.Seq, message.Seq);
            return;
        }
        _head.Add(json);
        _messages++;
        if (_firstMs == 0) _firstMs = message.WallMs;
        _lastMs = message.WallMs;
        if (message.Kind == MessageKind.Readings && layout is not null) Count(message, layout);
    }

    /// <summary>Messages up to here are not in the store.</summary>
    public void Pass(long to)
    {
        if (to <= Position) return;
        Unchain(Position + 1, to);
        Position = to;
    }

    /// <summary>What there was since the last one; counting begins anew.</summary>
    /// <param name="closes">No message of the epoch follows.</param>
    public Manifest Take(bool closes)
    {
        string head = _head.Text;
        var manifest = new Manifest(Lane, Epoch, _first, _from, Position, _messages, _readings, _firstMs, _lastMs, Coverage(), [.. _unchained], _before, head, closes)
        {
            AtMs = _atMs,
        };
        _counts.Clear();
        _spans.Clear();
        _unchained.Clear();
        _before = head;
        _from = Position + 1;
        _messages = _readings = _firstMs = _lastMs = 0;
        return manifest;
    }

    private void Unchain(long from, long to)
    {
        if (_unchained.Count > 0 && _unchained[^1].To == from - 1) _unchained[^1] = (_unchained[^1].From, to);
        else _unchained.Add((from, to));
    }

    private void Count(StoredMessage message, Layout layout)
    {
        // A clock that was set back adds nothing; the span before the message is expected by the message's own layout.
        _spans[layout] = _spans.GetValueOrDefault(layout) + Math.Max(0, message.WallMs - _atMs);
        _atMs = message.WallMs;
        var reader = new ReadingsReader(message.Body.Span);
        while (reader.TryRead(out var row))
        {
            if (row.Point >= layout.Points.Count) continue;
            string id = layout.Points[row.Point].Id;
            var (good, notGood) = _counts.GetValueOrDefault(id);
            _counts[id] = row.Quality.IsGood ? (good + 1, notGood) : (good, notGood + 1);
            _readings++;
        }
    }

    private SortedDictionary<string, PointCoverage> Coverage()
    {
        var coverage = new SortedDictionary<string, PointCoverage>(StringComparer.Ordinal);
        foreach (var (layout, span) in _spans)
        {
            foreach (var point in layout.Points)
            {
                long every = (long)point.Every.TotalMilliseconds;
                var known = coverage.GetValueOrDefault(point.Id);
                coverage[point.Id] = known with { Expected = known.Expected + (every == 0 ? 0 : span / every) };
            }
        }
        foreach (var (id, (good, notGood)) in _counts)
            coverage[id] = new PointCoverage(Math.Max(coverage.GetValueOrDefault(id).Expected, good + notGood), good, notGood);
        return coverage;
    }
}
