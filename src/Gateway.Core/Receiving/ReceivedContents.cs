using Gateway.Core.Forwarding.Proof;

namespace Gateway.Core.Receiving;

/// <summary>The contents that came in one lane, by their digests, and what the chains of manifests prove of them. Does no I/O.</summary>
/// <remarks>
/// When one identity came with two contents, the first counts until a manifest says otherwise: when its chain is wrong over the first ones and right over the
/// last ones, these are what was sealed, and the first were altered on the way. A gateway that runs twice, on a copy of its data folder, gives two contents
/// too,
/// and manifests that contradict each other beside.
/// </remarks>
internal sealed class ReceivedContents
{
    // To tell a repeat from a conflict; what a chain has proven is needed for nothing else.
    private const int Kept = 10_000;

    private readonly Dictionary<long, byte[]> _digests = [];
    private readonly Dictionary<long, byte[]> _later = [];
    private readonly SequenceSet _conflicting = new();
    private readonly SequenceSet _proven = new();
    private long _forgottenTo;

    /// <summary>Identities that came with two contents, of which no chain has said which is right.</summary>
    public IReadOnlyList<(long From, long To)> Conflicting => [.. _conflicting.Ranges.SelectMany(range => _proven.Missing(range.From, range.To))];

    /// <summary>Identities that came with two contents, of which a chain has said which is right.</summary>
    public IReadOnlyList<(long From, long To)> Altered => [.. _conflicting.Ranges.SelectMany(range => _proven.Within(range.From, range.To))];

    /// <summary>The last sequence that a recomputed chain covers; 0 when there is none.</summary>
    public long ChainedTo { get; private set; }

    /// <summary>Takes a message.</summary>
    /// <param name="isHere">Its sequence is known already.</param>
    /// <returns>New, Repeat or Conflict.</returns>
    public Arrival Take(SealedMessage message, bool isHere)
    {
        if (!_digests.TryGetValue(message.Seq, out byte[]? first))
        {
            if (isHere && message.Seq <= _forgottenTo) return Arrival.Repeat;
            _digests[message.Seq] = message.Digest;
            return Arrival.New;
        }
        if (first.AsSpan().SequenceEqual(message.Digest))
        {
            // What came last counts as the other content: here it is the first one again.
            _later.Remove(message.Seq);
            return Arrival.Repeat;
        }
        bool isRepeat = _later.TryGetValue(message.Seq, out byte[]? later) && later.AsSpan().SequenceEqual(message.Digest);
        _later[message.Seq] = message.Digest;
        _conflicting.Add(message.Seq, message.Seq);
        return isRepeat ? Arrival.Repeat : Arrival.Conflict;
    }

    /// <summary>Computes a manifest's chain. Everything of it is here or explained.</summary>
    /// <param name="explained">What the gateway has no more.</param>
    public ChainCheck Check(ManifestStatement statement, SequenceSet explained)
    {
        var ranges = Chained(statement);
        List<long> chained = [.. ranges.SelectMany(range => Sequences(range.From, range.To))];
        if (chained.Any(seq => !_digests.ContainsKey(seq) && explained.Contains(seq))) return ChainCheck.CannotTell;
        if (Head(statement.Before, chained, withLater: false) != statement.Head)
        {
            if (!chained.Exists(_later.ContainsKey) || Head(statement.Before, chained, withLater: true) != statement.Head) return ChainCheck.Wrong;
            foreach (long seq in chained)
            {
                if (_later.Remove(seq, out byte[]? later)) _digests[seq] = later;
            }
        }
        foreach (var (from, to) in ranges) _proven.Add(from, to);
        ChainedTo = Math.Max(ChainedTo, statement.To);
        return ChainCheck.Right;
    }

    /// <summary>Goes on with a chain over what counts as the contents.</summary>
    /// <returns>Its head after the last; null when a content is not here, or the head is none.</returns>
    public string? Head(string before, long from, long to) => to - from >= Kept ? null : Head(before, Sequences(from, to), withLater: false);

    /// <summary>Forgets what is proven and long past.</summary>
    /// <param name="needed">What is still in doubt.</param>
    public void Forget(SequenceSet needed)
    {
        for (; _forgottenTo < ChainedTo - Kept; _forgottenTo++)
        {
            if (!needed.Contains(_forgottenTo + 1)) _digests.Remove(_forgottenTo + 1);
        }
    }

    private string? Head(string before, IEnumerable<long> sequences, bool withLater)
    {
        var head = new ChainHead();
        if (!head.TrySet(before)) return null;
        foreach (long seq in sequences)
        {
            if (!(withLater && _later.TryGetValue(seq, out byte[]? digest)) && !_digests.TryGetValue(seq, out digest)) return null;
            head.AddDigest(digest);
        }
        return head.Text;
    }

    private static List<(long From, long To)> Chained(ManifestStatement statement)
    {
        var left = new SequenceSet();
        foreach (var (from, to) in statement.Unchained) left.Add(from, to);
        return [.. left.Missing(statement.From, statement.To)];
    }

    private static IEnumerable<long> Sequences(long from, long to)
    {
        for (long seq = from; seq <= to; seq++) yield return seq;
    }
}
