using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding;

/// <summary>The lanes of one feed, and its bookmarks. After an outage the live lane is two: fresh readings from its end on, and the backlog before
/// them.</summary>
internal sealed class FeedLanes
{
    private readonly FeedModel _feed;
    private readonly DurableBuffer _buffer;
    private readonly EnvgwJsonFormat _format;
    private readonly Random _random;
    private readonly ILogger _logger;
    private readonly List<FeedLane> _all = [];

    public FeedLanes(FeedModel feed, FeedSurroundings around, Random random, ILogger logger)
    {
        _feed = feed;
        _buffer = around.Buffer;
        _format = new EnvgwJsonFormat(around.Identity.Id, feed, around.Payloads);
        _random = random;
        _logger = logger;
        foreach (var lane in LanePlan.Of(feed)) Add(lane, _buffer.BookmarkOf(feed.Name, lane));
    }

    /// <summary>Most urgent first; the backlog, when there is one, last.</summary>
    public IReadOnlyList<FeedLane> All => _all;

    public FeedLane? Backlog => _all.Find(lane => lane.IsBacklog);

    /// <summary>When the oldest reading that is not acknowledged is much older than the newest, the newest go first from now on.</summary>
    /// <exception cref="StoreException">The store cannot be read now.</exception>
    public void SplitWhenBehind()
    {
        if (_all.Find(lane => lane is { IsBacklog: false, Ledger.Lane: Lane.Live }) is not { } live) return;
        long head = _buffer.Extent(Lane.Live).Last;
        if (head <= live.Ledger.Acknowledged || LagOf(live, head) < _feed.LiveFirstAfter) return;

        // The JSON of a message does not depend on when it is sent, so what it stands for is looked up and not begun anew.
        var reader = live.Reader.Onwards(head, LaneReader.StandsFrom(_buffer, _format, Lane.Live, head + 1));
        if (Backlog is { } backlog)
        {
            backlog.Reader.Extend(head, live.Reader.First, live.Ledger.Acknowledged);
        }
        else
        {
            live.BecomeBacklog(head);
            _all.Add(live);
        }
        var fresh = new FeedLane(reader, new LaneLedger(Lane.Live, head, _random));
        _all[_all.IndexOf(live)] = fresh;
        Log.LiveFirst(_logger, _feed.Name, Backlog!.Ledger.Acknowledged + 1, head);
        MoveBookmark(fresh);
    }

    /// <summary>Once the backlog is acknowledged up to where the fresh readings began, the two are one again.</summary>
    public void MergeWhenDrained()
    {
        if (Backlog is not { } backlog || backlog.Reader.HasMore || backlog.Ledger.Open > 0) return;
        _all.Remove(backlog);
        Log.Drained(_logger, _feed.Name);
        MoveBookmark(_all.Find(lane => lane.Ledger.Lane == Lane.Live)!);
    }

    /// <summary>What the store has kept of thinned readings goes only to who lacks them: the bookmark of the fill lane is moved over it for the
    /// others.</summary>
    public void PassHad(FeedLane lane)
    {
        if (lane.Ledger.Lane != Lane.Fill || lane.Ledger.Open > 0) return;
        long had = _buffer.BookmarkOf(_feed.Name, Lane.Fill).Acknowledged;
        lane.Reader.Pass(had);
        lane.Ledger.Pass(had);
    }

    /// <summary>Stores how far a lane is acknowledged.</summary>
    public void MoveBookmark(FeedLane lane)
    {
        // A late answer to what the backlog sends again.
        if (!_all.Contains(lane)) return;
        var bookmark = _buffer.BookmarkOf(_feed.Name, lane.Ledger.Lane);
        _buffer.MoveBookmark(_feed.Name, lane.Ledger.Lane, lane.Ledger.Lane == Lane.Live ? OfLive(bookmark) : bookmark with { Acknowledged = lane.Ledger.Acknowledged });
    }

    private Bookmark OfLive(Bookmark bookmark)
    {
        long live = _all.Find(lane => lane is { IsBacklog: false, Ledger.Lane: Lane.Live })!.Ledger.Acknowledged;
        return Backlog is { } backlog
            ? bookmark with { Acknowledged = backlog.Ledger.Acknowledged, LiveFrom = backlog.Reader.End + 1, LiveAcknowledged = live }
            : bookmark with { Acknowledged = live, LiveFrom = 0, LiveAcknowledged = 0 };
    }

    private void Add(Lane lane, Bookmark bookmark)
    {
        var reader = new LaneReader(_buffer, _format, lane, bookmark.Acknowledged, _feed.Name, _logger);
        var one = new FeedLane(reader, new LaneLedger(lane, bookmark.Acknowledged, _random));
        if (bookmark.LiveFrom == 0)
        {
            // Before a backlog, which is last.
            _all.Insert(Backlog is null ? _all.Count : _all.Count - 1, one);
            return;
        }
        long from = bookmark.LiveAcknowledged >= bookmark.LiveFrom
            ? bookmark.LiveAcknowledged + 1
            : LaneReader.StandsFrom(_buffer, _format, lane, bookmark.LiveFrom);
        _all.Add(new FeedLane(reader.Onwards(bookmark.LiveAcknowledged, from), new LaneLedger(lane, bookmark.LiveAcknowledged, _random)));
        one.BecomeBacklog(bookmark.LiveFrom - 1);
        _all.Add(one);
    }

    /// <summary>By the times of sealing: both were taken when the messages were stored, so what the clock says now does not matter.</summary>
    private TimeSpan LagOf(FeedLane live, long head)
    {
        var oldest = _buffer.Read(Lane.Live, live.Ledger.Acknowledged + 1, 1, 0);
        var newest = _buffer.Read(Lane.Live, head, 1, 0);
        return oldest.Count == 0 || newest.Count == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(newest[0].WallMs - oldest[0].WallMs);
    }
}
