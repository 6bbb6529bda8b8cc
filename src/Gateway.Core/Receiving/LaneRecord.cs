using System.Collections.ObjectModel;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Proof;

namespace Gateway.Core.Receiving;

/// <summary>What a receiver has of one lane in one epoch, and what that proves. Does no I/O.</summary>
/// <remarks>
/// Sequences are accounted for when they are here, stand behind a message's <c>from</c>, or are explained: dropped by the gateway's own word, or not in
/// its chain. The rules are those of the format's README, sections "Repeats and gaps" and "Manifests".
/// </remarks>
internal sealed class LaneRecord(Lane lane, string epoch, BackfillScope scope)
{
    // To tell a repeat from a conflict; what a chain has proven is needed for nothing else.
    private const int DigestsKept = 10_000;

    private readonly Dictionary<long, byte[]> _digests = [];
    private readonly SequenceSet _here = new();
    private readonly SequenceSet _explained = new();
    private readonly SequenceSet _accounted = new();
    private readonly SequenceSet _conflicting = new();
    private readonly SequenceSet _broken = new();
    private readonly SortedDictionary<long, ManifestStatement> _statements = [];
    private readonly HashSet<long> _checked = [];
    private long? _firstSeen;
    private long? _oldest;
    private long _known;
    private long? _goal;
    private bool _awaitsStatement;
    private long _chainedTo;
    private long _forgottenTo;

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
        if (_digests.TryGetValue(message.Seq, out byte[]? before)) return Again(message, isSame: before.AsSpan().SequenceEqual(message.Digest));
        if (message.Seq <= _forgottenTo && _here.Contains(message.Seq)) return Again(message, isSame: true);
        bool isReordered = message.Seq < _here.Last && !isExpectedLate && !isAskedFor;
        _digests[message.Seq] = message.Digest;
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
            if (!statement.SaysSameAs(before)) _broken.Add(statement.From, Math.Max(statement.To, before.To));
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

    /// <summary>The last sequence without a hole before it; null when nothing is.</summary>
    public long? Through => Start is { } start && _accounted.Through(start) is var through && through >= start ? through : null;

    public LaneVerdict Judge()
    {
        if (Start is not { } start) return new LaneVerdict(null, 0, [], [], [], [], [], 0, IsUnheard: false);
        var unstated = new List<(long From, long To)>();
        long next = start;
        ManifestStatement? before = null;
        foreach (var statement in _statements.Values.Where(statement => statement.To >= start))
        {
            // What is older than the chain was never stated. A manifest that began before we did, and is not asked for, cannot be checked.
            if (statement.From > next && !(before is null && statement.From == statement.First)) unstated.Add((next, statement.From - 1));
            if (before is not null && before.To == statement.From - 1 && before.Head != statement.Before) _broken.Add(statement.From, statement.To);
            if (statement.From >= start && _checked.Add(statement.From) && !TryCheck(statement)) _checked.Remove(statement.From);
            next = Math.Max(next, statement.To + 1);
            before = statement;
        }
        if (next <= Goal) unstated.Add((next, Goal));
        unstated.RemoveAll(range => range.From > Goal);
        long end = End;
        var lost = new ReadOnlyCollection<(long From, long To)>([.. _here.Missing(start, end).SelectMany(hole => Within(_explained, hole.From, hole.To))]);
        return new LaneVerdict(start, end, [.. _accounted.Missing(start, end)], unstated, _broken.Ranges, _conflicting.Ranges, lost, _chainedTo, _awaitsStatement);
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

    private Arrival Again(SealedMessage message, bool isSame)
    {
        if (!isSame) _conflicting.Add(message.Seq, message.Seq);
        Repeats += isSame ? 1 : 0;
        return isSame ? Arrival.Repeat : Arrival.Conflict;
    }

    /// <returns>False when messages are still missing.</returns>
    private bool TryCheck(ManifestStatement statement)
    {
        if (IsThinned is not { } isThinned || _accounted.Missing(statement.From, statement.To).Any()) return false;
        if (isThinned) return true;
        var left = new SequenceSet();
        foreach (var (from, to) in statement.Unchained) left.Add(from, to);
        var head = new ChainHead();
        bool isRight = head.TrySet(statement.Before);
        foreach (var (from, to) in left.Missing(statement.From, statement.To))
        {
            for (long seq = from; isRight && seq <= to; seq++)
            {
                // Gone since it was chained: this manifest can be checked by nobody any more, and the next one begins with a head of its own.
                if (_explained.Contains(seq) && !_digests.ContainsKey(seq)) return true;
                isRight = _digests.TryGetValue(seq, out byte[]? digest);
                head.AddDigest(digest);
            }
        }
        if (!isRight || head.Text != statement.Head) _broken.Add(statement.From, statement.To);
        else _chainedTo = Math.Max(_chainedTo, statement.To);
        Forget(_chainedTo - DigestsKept);
        return true;
    }

    private void Forget(long to)
    {
        for (; _forgottenTo < to; _forgottenTo++) _digests.Remove(_forgottenTo + 1);
    }

    private static IEnumerable<(long From, long To)> Within(SequenceSet set, long from, long to) =>
        set.Ranges.Where(range => range.To >= from && range.From <= to).Select(range => (Math.Max(range.From, from), Math.Min(range.To, to)));
}
