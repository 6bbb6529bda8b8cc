namespace Gateway.Core.Buffering;

/// <summary>What each lane of the database holds, kept so that nobody has to ask it. The writer changes it, any thread reads.</summary>
internal sealed class LaneExtents
{
    private readonly Lock _gate = new();
    private readonly LaneExtent[] _extents = new LaneExtent[4];

    public LaneExtent Of(Lane lane)
    {
        lock (_gate) return _extents[(int)lane];
    }

    /// <summary>Looks anew: something was deleted, or the database was just opened.</summary>
    /// <param name="next">Per lane: the next sequence.</param>
    public void Look(SqliteDatabase database, IReadOnlyList<long> next)
    {
        LaneExtent[] found = [.. LaneText.All.Select(lane => database.Extent(lane, next[(int)lane]))];
        lock (_gate) found.CopyTo(_extents, 0);
    }

    /// <summary>Messages were added, and nothing else.</summary>
    /// <param name="next">Per lane: the next sequence after them.</param>
    public void Append(StoreTransaction transaction, IReadOnlyList<long> next)
    {
        lock (_gate)
        {
            foreach (var lane in LaneText.All)
            {
                var extent = _extents[(int)lane];
                bool wasEmpty = extent.Oldest == extent.Next;
                long oldest = wasEmpty ? transaction.Messages.Find(m => m.Lane == lane)?.Seq ?? next[(int)lane] : extent.Oldest;
                _extents[(int)lane] = new LaneExtent(oldest, next[(int)lane]);
            }
        }
    }
}
