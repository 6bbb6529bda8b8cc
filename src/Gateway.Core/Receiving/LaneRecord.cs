using System.Collections.ObjectModel;
using Gateway.Core.Buffering;

namespace Gateway.Core.Receiving;

/// <summary>What a receiver has of one lane in one epoch, and what that proves. Does no I/O.</summary>
/// <remarks>
/// Sequences are accounted for when they are here, stand behind a message's <c>from</c>, or are explained: dropped by the gateway's own word, or not in
/// its chain. The rules are those of the format's README, sections "Repeats and gaps" and "Manifests".
/// </remarks>
internal sealed class LaneRecord(Lane lane, string epoch, BackfillScope scope)
{
    // A gateway whose store is what was altered sends the same again and again.
    private const int MostAskedAgain = 3;

    private readonly ReceivedContents _contents = new();
    private readonly SequenceSet _here = new();
    private readonly SequenceSet _explained = new();
    private readonly SequenceSet _accounted = new();
    private readonly SequenceSet _contradicted = new();
    private readonly SortedDictionary<long, ManifestStatement> _statements = [];
    private readonly HashSet<long> _checked = [];
    private readonly SortedDictionary<long, ManifestStatement> _wrong = [];
    private readonly Dictionary<long, int> _askedAgain = [];
    private long? _firstSeen;
    private long? _oldest;
    private long _known;
    private long? _goal;
    private bool _awaitsStatement;

    public Lane Lane => lane;

    public string Epoch => epoch;

    /// <summary>The feed leaves rows out, so no chain can be computed over what it sends. Null until a birth has said it.</summary>
    public bool? IsThinned { get; set; }

    /// <summary>More than one epoch is known: what is older than the chain may be another's.</summary>
    public bool FollowsAnother { get; set; }

    /// <summary>The greatest sequence that is here; 0 when there is none.</summary>
    public long Last => _here.Last;

    public long Messages { get; private set; }

    public long Repeats { get; private set; }

    public long Reordered { get; private set; }

    public LatencyTally Latency { get; } = new();

    /// <summary>Ranges that a broker refused when the gateway sent them again: asking once more changes nothing.</summary>
    public SequenceSet Refused { get; } = new();

    /// <summary>Takes a message.</summary>
    /// <param name="isExpectedLate">It was asked for, or belongs to a backlog.</param>
    /// <param name="isAskedFor">Sent again because somebody asked.</param>
    public Arrival Take(SealedMessage message, bool isExpectedLate, bool isAskedFor)
    {
        bool isReordered = message.Seq < _here.Last && !isExpectedLate && !isAskedFor;
        var arrival = _contents.Take(message, _here.Contains(message.Seq));
        if (arrival != Arrival.New) return Again(message.Seq, arrival);
        _here.Add(message.From, message.Seq);
        _accounted.Add(message.From, message.Seq);
        _known = Math.Max(_known, message.Seq);
        if (!isAskedFor) _firstSeen = Math.Min(message.From, _firstSeen ?? message.From);
        Messages++;
        if (isReordered) Reordered++;
        return isReordered ? Arrival.Reordered : Arrival.New;
    }

    /// <summary>Takes what the gateway says of where the lane stands.</summary>
    /// <param name="isFresh">Said now, and not kept by a broker since nobody knows when.</param>
    public void TakePosition(long oldest, long next, bool isFresh)
    {
        _oldest ??= oldest;
        _known = Math.Max(_known, next - 1);
        if (isFresh) _firstSeen ??= next;
    }

    public void Take(ManifestStatement statement)
    {
        TakeGoal(statement);
        if (statement.To < statement.From) return;
        if (_statements.TryGetValue(statement.From, out var before))
        {
            if (!statement.SaysSameAs(before)) _contradicted.Add(statement.From, Math.Max(statement.To, before.To));
            return;
        }
        _statements[statement.From] = statement;
        foreach (var (from, to) in statement.Unchained) Explain(from, to);
    }

    /// <summary>The gateway has said that it has these no more.</summary>
    public void Explain(long from, long to)
    {
        _explained.Add(from, to);
        _accounted.Add(from, to);
    }

    /// <summary>The gateway has said that these hold nothing for this feed.</summary>
    public void TakeNothing(long from, long to)
    {
        _here.Add(from, to);
        _accounted.Add(from, to);
    }

    /// <summary>From now on it is enough when everything up to here is proven. Where nothing of the lane was heard of but where it began, the next manifest says how far that is.</summary>
    public void Freeze()
    {
        if (_goal is not null || _awaitsStatement) return;
        _awaitsStatement = Start is { } start && _known < start && _statements.Count == 0;
        if (!_awaitsStatement) _goal = _known;
    }

    /// <summary>What is missing below the last message; with a goal set, up to what has to be proven.</summary>
    /// <remarks>Of the diag lane also beyond: the manifest that states the rest of another lane may be there, and a gateway says it only once.</remarks>
    public IReadOnlyList<(long From, long To)> Holes() =>
        Start is not { } start ? [] : [.. _accounted.Missing(start, _goal is null ? _here.Last : lane == Lane.Diag ? Math.Max(End, _here.Last) : End)];

    /// <summary>Where a chain over what is here is not the manifest's: asked for again, because it may come unaltered. Not more than a few times.</summary>
    public IReadOnlyList<(long From, long To)> Doubtful()
    {
        Check();
        return [.. _wrong.Values.Where(statement => _askedAgain.GetValueOrDefault(statement.From) < MostAskedAgain).Select(statement => (statement.From, statement.To))];
    }

    /// <summary>These were asked for.</summary>
    public void NoteAsked(IEnumerable<(long From, long To)> ranges)
    {
        foreach (var (from, _) in ranges.Where(range => _wrong.ContainsKey(range.From)))
            _askedAgain[from] = _askedAgain.GetValueOrDefault(from) + 1;
    }

    /// <summary>The last sequence without a hole before it; null when nothing is.</summary>
    public long? Through => Start is { } start && _accounted.Through(start) is var through && through >= start ? through : null;

    /// <summary>How far a receipt may go, with the head of the chain over what is here, which the gateway compares with its own.</summary>
    /// <returns>Null when there is nothing to confirm; the hash is null where none can be computed (a thinned feed, no manifest yet, something gone).</returns>
    public (long Through, string? Hash)? Confirmed()
    {
        if (Through is not { } through || Start is not { } start) return null;
        Check();
        // A manifest's word for the chain before it holds only while everything before it is right.
        (long To, string Head)? place = null;
        foreach (var statement in _statements.Values.Where(statement => statement.From >= start))
        {
            place ??= (statement.From - 1, statement.Before);
            if (statement.From != place.Value.To + 1 || statement.To > through || !_checked.Contains(statement.From) || _wrong.ContainsKey(statement.From)) break;
            place = (statement.To, statement.Head);
        }
        string? hash = IsThinned == false && place is { } at && at.To <= through ? _contents.Head(at.Head, at.To + 1, through) : null;
        if (hash is not null || _wrong.Keys.All(from => from > through)) return (through, hash);
        // What is known to be altered is not confirmed without the hash that says so.
        long wrong = _wrong.Keys.First();
        return wrong > start ? (wrong - 1, null) : null;
    }

    public LaneVerdict Judge()
    {
        if (Start is not { } start) return new LaneVerdict(null, 0, [], [], [], [], [], [], 0, IsUnheard: false);
        Check();
        var unstated = new List<(long From, long To)>();
        long next = start;
        ManifestStatement? before = null;
        foreach (var statement in _statements.Values.Where(statement => statement.To >= start))
        {
            // What is older than the chain was never stated. A manifest that began before we did, and is not asked for, cannot be checked.
            if (statement.From > next && !(before is null && statement.From == statement.First)) unstated.Add((next, statement.From - 1));
            if (before is not null && before.To == statement.From - 1 && before.Head != statement.Before) _contradicted.Add(statement.From, statement.To);
            next = Math.Max(next, statement.To + 1);
            before = statement;
        }
        if (next <= Goal) unstated.Add((next, Goal));
        unstated.RemoveAll(range => range.From > Goal);
        long end = End;
        var lost = new ReadOnlyCollection<(long From, long To)>([.. _here.Missing(start, end).SelectMany(hole => _explained.Within(hole.From, hole.To))]);
        return new LaneVerdict(
            start, end, [.. _accounted.Missing(start, end)], unstated, Broken(), _contents.Conflicting, _contents.Altered, lost, _contents.ChainedTo, _awaitsStatement);
    }

    /// <summary>A birth tells where a lane stood when the gateway connected, and nothing of what was sealed and lost since.</summary>
    private void TakeGoal(ManifestStatement statement)
    {
        if (!_awaitsStatement) return;
        _awaitsStatement = false;
        // And no further: of the diag lane the manifests themselves have come by now, which only the next ones state.
        _goal = statement.To;
    }

    private long Goal => _goal ?? _known;

    /// <summary>The goal, and the rest of the manifest that it lies in: its chain needs that too.</summary>
    private long End => Math.Max(Goal, _statements.Values.LastOrDefault(statement => statement.From <= Goal)?.To ?? 0);

    private long? Start
    {
        get
        {
            long? start = scope == BackfillScope.All && _oldest is { } oldest ? Math.Min(BeginningOf(oldest), _firstSeen ?? long.MaxValue) : _firstSeen;
            if (start is not { } first || scope == BackfillScope.None) return start;
            // The chain can only be computed over a whole manifest.
            return _statements.Values.FirstOrDefault(statement => statement.To >= first) is { } statement ? Math.Min(first, statement.From) : first;
        }
    }

    private long BeginningOf(long oldest) => FollowsAnother && _statements.Count > 0 ? Math.Max(oldest, _statements.Values.First().First) : oldest;

    private IReadOnlyList<(long From, long To)> Broken()
    {
        var broken = new SequenceSet();
        foreach (var (from, to) in _contradicted.Ranges.Concat(_wrong.Values.Select(statement => (statement.From, statement.To)))) broken.Add(from, to);
        return broken.Ranges;
    }

    private Arrival Again(long seq, Arrival arrival)
    {
        if (arrival == Arrival.Repeat) Repeats++;
        // With another content the chain may come out right.
        foreach (var statement in _wrong.Values.Where(statement => statement.From <= seq && seq <= statement.To).ToList())
        {
            _wrong.Remove(statement.From);
            _checked.Remove(statement.From);
        }
        return arrival;
    }

    /// <summary>Computes the chains of the manifests of which everything has come.</summary>
    private void Check()
    {
        if (IsThinned is not { } isThinned || Start is not { } start) return;
        foreach (var statement in _statements.Values.Where(statement => statement.From >= start && !_checked.Contains(statement.From)))
        {
            if (_accounted.Missing(statement.From, statement.To).Any()) continue;
            _checked.Add(statement.From);
            if (!isThinned && _contents.Check(statement, _explained) == ChainCheck.Wrong) _wrong[statement.From] = statement;
        }
        var doubtful = new SequenceSet();
        foreach (var statement in _wrong.Values) doubtful.Add(statement.From, statement.To);
        _contents.Forget(doubtful);
    }
}
