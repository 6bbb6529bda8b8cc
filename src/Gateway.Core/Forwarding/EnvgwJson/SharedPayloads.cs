using Gateway.Core.Buffering;
using Gateway.Core.Site;

namespace Gateway.Core.Forwarding.EnvgwJson;

/// <summary>What several feeds send alike is rendered and compressed once: the first that comes to a message does it, the others take it.</summary>
/// <remarks>Holds a few messages, the newest, until each feed has had them. A feed that is far behind the others renders for itself.</remarks>
/// <param name="feeds">All feeds of the gateway.</param>
internal sealed class SharedPayloads(IEnumerable<FeedModel> feeds)
{
    /// <summary>As many as a feed reads ahead, twice: feeds that run beside each other are no further apart.</summary>
    public const int MostMessages = 64;

    private readonly Dictionary<PayloadSettings, int> _sharers = feeds.GroupBy(PayloadSettings.Of).ToDictionary(alike => alike.Key, alike => alike.Count());
    private readonly Dictionary<Key, Entry> _held = [];
    private readonly Queue<Key> _order = new();
    private readonly Lock _gate = new();

    /// <summary>Messages held now.</summary>
    public int Count
    {
        get { lock (_gate) return _held.Count; }
    }

    /// <param name="stored">The message as stored.</param>
    /// <param name="from">The first sequence that it stands for.</param>
    /// <param name="settings">Those of the feed.</param>
    /// <param name="render">Makes the payload; null when nothing in the message is for the feed.</param>
    public RenderedPayload? Take(StoredMessage stored, long from, PayloadSettings settings, Func<RenderedPayload?> render)
    {
        if (_sharers.GetValueOrDefault(settings) < 2) return render();
        return EntryOf(new Key(stored.Lane, stored.Epoch, stored.Seq, from, settings), render).Value;
    }

    private Lazy<RenderedPayload?> EntryOf(Key key, Func<RenderedPayload?> render)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(key, out var entry))
            {
                _held[key] = entry = new Entry(new Lazy<RenderedPayload?>(render)) { Left = _sharers[key.Settings] };
                _order.Enqueue(key);
                while (_order.Count > MostMessages) _held.Remove(_order.Dequeue());
            }
            if (--entry.Left == 0) _held.Remove(key);
            return entry.Payload;
        }
    }

    private readonly record struct Key(Lane Lane, string Epoch, long Seq, long From, PayloadSettings Settings);

    private sealed class Entry(Lazy<RenderedPayload?> payload)
    {
        public Lazy<RenderedPayload?> Payload => payload;

        /// <summary>Feeds that have not had it.</summary>
        public int Left { get; set; }
    }
}
