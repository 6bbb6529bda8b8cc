namespace Gateway.Core.Forwarding;

/// <summary>Finds how far a lane is acknowledged without a gap, from acknowledgements in any order. The bookmark rests there: on a message that
/// was sent, never beyond one that is not acknowledged.</summary>
/// <param name="acknowledged">Where the bookmark rests now.</param>
internal sealed class AcknowledgedPrefix(long acknowledged)
{
    private readonly Queue<long> _sent = new();
    private readonly HashSet<long> _settled = [];

    public long Acknowledged { get; private set; } = acknowledged;

    /// <summary>Messages sent and not yet behind the bookmark.</summary>
    public int Open => _sent.Count;

    /// <summary>Notes a message that has been sent for the first time; sequences rise, and may leave out what the feed does not take.</summary>
    public void Add(long seq) => _sent.Enqueue(seq);

    /// <summary>Everything up to here needs nothing more, and was not sent. Only while nothing is open.</summary>
    public void Pass(long seq)
    {
        if (_sent.Count == 0) Acknowledged = Math.Max(Acknowledged, seq);
    }

    /// <summary>Notes that a message needs nothing more.</summary>
    /// <returns>Whether the bookmark moved.</returns>
    public bool Settle(long seq)
    {
        _settled.Add(seq);
        bool moved = false;
        while (_sent.TryPeek(out long first) && _settled.Remove(first))
        {
            Acknowledged = _sent.Dequeue();
            moved = true;
        }
        return moved;
    }
}
