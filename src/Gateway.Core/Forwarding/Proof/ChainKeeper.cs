using Gateway.Core.Buffering;

namespace Gateway.Core.Forwarding.Proof;

/// <summary>Follows every lane of the store and keeps its chain. What it needs after a restart stands in the last manifests.</summary>
/// <remarks>The chain is over the JSON as a feed gets it that takes everything. One loop uses it, nobody beside.</remarks>
internal sealed class ChainKeeper(string gateway, DurableBuffer buffer)
{
    /// <summary>A store without manifests is proven from so many messages before its end on: reading all of it would take minutes.</summary>
    public const int MostUnproven = 20_000;

    private const int MostMessages = 64;
    private const int MostBytes = 512 * 1024;

    private readonly ChainedJson _json = new(gateway, buffer);
    private readonly Dictionary<Lane, LaneChain> _chains = [];

    /// <summary>Finds the last manifest of each lane and goes on from there.</summary>
    /// <returns>When the last of them was sealed, UTC milliseconds; null when there is none.</returns>
    /// <exception cref="StoreException">The store cannot be read now; to be called again.</exception>
    public long? Restore()
    {
        string epoch = buffer.Snapshot.Epoch;
        var (places, sealedMs) = LastPlaces();
        foreach (var lane in LaneText.All)
            _chains[lane] = places.TryGetValue(lane, out var place) ? new LaneChain(lane, place) : Begin(lane, epoch);
        return sealedMs;
    }

    /// <summary>Takes what was stored since.</summary>
    /// <param name="closed">Gets a closing manifest for each epoch that is over.</param>
    /// <returns>Whether there is more.</returns>
    /// <exception cref="StoreException">The store cannot be read now; nothing was passed over.</exception>
    public bool Follow(Lane lane, List<Manifest> closed)
    {
        // Taken first: whatever the lane holds of an older epoch was stored before.
        string epoch = buffer.Snapshot.Epoch;
        long last = buffer.Extent(lane).Last;
        var messages = buffer.Read(lane, _chains[lane].Position + 1, MostMessages, MostBytes);
        foreach (var message in messages) Take(message, closed);
        if (messages.Count > 0) return _chains[lane].Position < last;
        _chains[lane].Pass(last);
        if (_chains[lane].Epoch != epoch) Close(lane, epoch, last + 1, closed);
        return false;
    }

    /// <summary>States what there was in a lane since its last manifest.</summary>
    public Manifest Take(Lane lane) => _chains[lane].Take(closes: false);

    private void Take(StoredMessage message, List<Manifest> closed)
    {
        if (_chains[message.Lane].Epoch != message.Epoch)
        {
            _chains[message.Lane].Pass(message.Seq - 1);
            Close(message.Lane, message.Epoch, message.Seq, closed);
        }
        var json = _json.Of(message, out var layout);
        _chains[message.Lane].Add(message, layout, json);
    }

    private void Close(Lane lane, string epoch, long next, List<Manifest> closed)
    {
        long atMs = _chains[lane].AtMs;
        closed.Add(_chains[lane].Take(closes: true));
        _chains[lane] = LaneChain.Begin(lane, epoch, next, atMs);
    }

    private LaneChain Begin(Lane lane, string epoch)
    {
        var extent = buffer.Extent(lane);
        var first = buffer.Read(lane, Math.Max(extent.Oldest, extent.Next - MostUnproven), 1, 1);
        return first.Count > 0 ? LaneChain.Begin(lane, first[0].Epoch, first[0].Seq) : LaneChain.Begin(lane, epoch, extent.Next);
    }

    private (Dictionary<Lane, ChainPlace> Places, long? SealedMs) LastPlaces()
    {
        var places = new Dictionary<Lane, ChainPlace>();
        long? sealedMs = null;
        foreach (var (lane, place, atMs) in StoredManifests.NewestFirst(buffer))
        {
            if (places.TryAdd(lane, place)) sealedMs ??= atMs;
            if (places.Count == LaneText.All.Count) break;
        }
        return (places, sealedMs);
    }
}
