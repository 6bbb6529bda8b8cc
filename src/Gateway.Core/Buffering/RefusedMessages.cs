namespace Gateway.Core.Buffering;

/// <summary>What feeds have put aside, as it is stored and as it is to be. Safe for threads. Bounded: of each feed the oldest go when there are too
/// many.</summary>
internal sealed class RefusedMessages
{
    /// <summary>A broker that refuses so many has parked the lane long before, or a person did not look for weeks.</summary>
    public const int MostOfFeed = 1_000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Feed, Lane Lane, long Seq), RefusedMessage> _all = [];
    private readonly Dictionary<(string Feed, Lane Lane, long Seq), RefusedMessage?> _changes = [];

    public bool HasChanges
    {
        get { lock (_gate) return _changes.Count > 0; }
    }

    public void Begin(IReadOnlyList<RefusedMessage> stored)
    {
        lock (_gate)
        {
            foreach (var message in stored) _all[KeyOf(message)] = message;
        }
    }

    /// <returns>In order of lane and sequence.</returns>
    public IReadOnlyList<RefusedMessage> Of(string feed)
    {
        lock (_gate) return [.. _all.Values.Where(message => message.Feed == feed)];
    }

    public bool Contains(string feed, Lane lane, long seq)
    {
        lock (_gate) return _all.ContainsKey((feed, lane, seq));
    }

    public void Add(RefusedMessage message)
    {
        lock (_gate)
        {
            _all[KeyOf(message)] = _changes[KeyOf(message)] = message;
            var ofFeed = _all.Values.Where(other => other.Feed == message.Feed).ToList();
            if (ofFeed.Count > MostOfFeed) RemoveKey(KeyOf(ofFeed.MinBy(other => other.AtMs)!));
        }
    }

    public void Remove(string feed, Lane lane, long seq)
    {
        lock (_gate) RemoveKey((feed, lane, seq));
    }

    /// <summary>Puts into a transaction what the store does not know yet.</summary>
    public void AddTo(StoreTransaction transaction)
    {
        lock (_gate)
        {
            foreach (var (key, message) in _changes)
            {
                if (message is null) transaction.Readmitted.Add(key);
                else transaction.Refused.Add(message);
            }
        }
    }

    /// <summary>A transaction is stored; what changed since is left for the next.</summary>
    public void Stored(StoreTransaction transaction)
    {
        lock (_gate)
        {
            foreach (var message in transaction.Refused)
                if (_changes.TryGetValue(KeyOf(message), out var now) && now == message) _changes.Remove(KeyOf(message));
            foreach (var key in transaction.Readmitted)
                if (_changes.TryGetValue(key, out var now) && now is null) _changes.Remove(key);
        }
    }

    private void RemoveKey((string Feed, Lane Lane, long Seq) key)
    {
        if (_all.Remove(key)) _changes[key] = null;
    }

    private static (string Feed, Lane Lane, long Seq) KeyOf(RefusedMessage message) => (message.Feed, message.Lane, message.Seq);
}
