namespace Gateway.Core.Buffering;

/// <summary>What feeds have put aside, as it is stored and as it is to be. Safe for threads. Bounded: of each feed the oldest leave the list when there are too
/// many, and are counted.</summary>
internal sealed class RefusedMessages
{
    /// <summary>A broker that refuses so many has parked the lane long before, or a person did not look for weeks.</summary>
    public const int MostOfFeed = 1_000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Feed, Lane Lane, long Seq), RefusedMessage> _all = [];
    private readonly Dictionary<(string Feed, Lane Lane, long Seq), RefusedMessage?> _changes = [];
    private readonly Dictionary<string, long> _unlisted = [];
    private readonly Dictionary<string, long> _unlistedChanges = [];

    public bool HasChanges
    {
        get { lock (_gate) return _changes.Count > 0 || _unlistedChanges.Count > 0; }
    }

    public void Begin(IReadOnlyList<RefusedMessage> stored, IReadOnlyList<UnlistedRefusals> unlisted)
    {
        lock (_gate)
        {
            foreach (var message in stored) _all[KeyOf(message)] = message;
            foreach (var count in unlisted) _unlisted[count.Feed] = count.Messages;
        }
    }

    /// <summary>How many a feed has put aside, with those that the list no longer names.</summary>
    public (long All, long Unlisted) CountOf(string feed)
    {
        lock (_gate)
        {
            long unlisted = _unlisted.GetValueOrDefault(feed);
            return (_all.Keys.Count(key => key.Feed == feed) + unlisted, unlisted);
        }
    }

    /// <summary>Nobody wants those any more that the list does not name.</summary>
    public void ForgetUnlisted(string feed)
    {
        lock (_gate)
        {
            if (_unlisted.Remove(feed)) _unlistedChanges[feed] = 0;
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
            if (ofFeed.Count <= MostOfFeed) return;
            RemoveKey(KeyOf(ofFeed.MinBy(other => other.AtMs)!));
            _unlistedChanges[message.Feed] = _unlisted[message.Feed] = _unlisted.GetValueOrDefault(message.Feed) + 1;
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
            foreach (var (feed, messages) in _unlistedChanges) transaction.Unlisted.Add(new UnlistedRefusals(feed, messages));
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
            foreach (var (feed, messages) in transaction.Unlisted)
                if (_unlistedChanges.TryGetValue(feed, out long now) && now == messages) _unlistedChanges.Remove(feed);
        }
    }

    private void RemoveKey((string Feed, Lane Lane, long Seq) key)
    {
        if (_all.Remove(key)) _changes[key] = null;
    }

    private static (string Feed, Lane Lane, long Seq) KeyOf(RefusedMessage message) => (message.Feed, message.Lane, message.Seq);
}
