namespace Gateway.Core.Buffering;

/// <summary>How far every feed is, and what of it the store does not know yet. For one thread at a time.</summary>
internal sealed class MovingBookmarks
{
    private readonly Dictionary<(string Feed, Lane Lane), BookmarkMove> _all = [];
    private readonly Dictionary<(string Feed, Lane Lane), BookmarkMove> _moved = [];

    public bool HasMoved => _moved.Count > 0;

    /// <summary>Of all feeds as they are now.</summary>
    public IReadOnlyList<BookmarkMove> All => [.. _all.Values];

    public void Begin(IReadOnlyList<BookmarkMove> stored)
    {
        foreach (var move in stored) _all[(move.Feed, move.Lane)] = move;
    }

    /// <summary>Null for a feed that has none yet.</summary>
    public Bookmark? Find(string feed, Lane lane) => _all.GetValueOrDefault((feed, lane))?.Bookmark;

    public void Move(BookmarkMove move) => _all[(move.Feed, move.Lane)] = _moved[(move.Feed, move.Lane)] = move;

    /// <summary>Readings were thinned: a feed that had all of them, and has nothing else to come in the fill lane, has had what was kept of them too.</summary>
    /// <param name="liveTo">The last sequence of the live lane that they were taken from.</param>
    /// <param name="fillLast">The last sequence of the fill lane before.</param>
    /// <param name="fillNow">The last that what was kept got.</param>
    public void PassThinned(long liveTo, long fillLast, long fillNow)
    {
        foreach (var fill in _all.Values.Where(move => move.Lane == Lane.Fill && move.Bookmark.Acknowledged == fillLast).ToList())
        {
            if (Find(fill.Feed, Lane.Live) is not { } live || live.Acknowledged < liveTo) continue;
            Move(fill with { Bookmark = fill.Bookmark with { Acknowledged = fillNow } });
        }
    }

    /// <param name="all">Otherwise those of events only: they move rarely, and nobody wants to be told of an alarm twice.</param>
    public void AddTo(StoreTransaction transaction, bool all) =>
        transaction.Bookmarks.AddRange(all ? _moved.Values : _moved.Values.Where(move => move.Lane == Lane.Event));

    /// <summary>A transaction is stored; what moved on since is left for the next.</summary>
    public void Stored(StoreTransaction transaction)
    {
        foreach (var move in transaction.Bookmarks)
        {
            if (ReferenceEquals(_moved.GetValueOrDefault((move.Feed, move.Lane)), move)) _moved.Remove((move.Feed, move.Lane));
        }
    }
}
