using Gateway.Core.Alarms;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Buffering;

/// <summary>The durable buffer: takes readings and events, stores them in groups, and gives them to every feed at its own pace.</summary>
/// <remarks>
/// <para>Order of calls: <see cref="Open"/>, <see cref="UseLayout"/>, then everything else from any thread while <see cref="RunAsync"/> runs.</para>
/// <para>Only what is stored can be read. When the disk fails nothing is acknowledged: readings wait in memory (64 MB, then the oldest are given up and
/// recorded as dropped), and all goes on by itself when the disk does.</para>
/// </remarks>
public sealed class DurableBuffer : IDisposable
{
    private readonly IStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<DurableBuffer> _logger;
    private readonly BufferLimits _limits;
    private readonly Intake _intake;
    private readonly StoredLog _log;
    private readonly GroupCommit _commits;
    private readonly Reserves _reserves;
    private readonly Dictionary<int, Layout> _layouts = [];

    /// <param name="store">Owned: disposed with the buffer.</param>
    /// <param name="clock">Whether the wall clock can be trusted now; asked whenever a message is sealed. Free when not given.</param>
    public DurableBuffer(IStore store, BufferSettings settings, TimeProvider time, ILogger<DurableBuffer> logger, Func<ClockState>? clock = null)
        : this(store, settings, time, logger, clock, new BufferLimits())
    {
    }

    internal DurableBuffer(
        IStore store, BufferSettings settings, TimeProvider time, ILogger<DurableBuffer> logger, Func<ClockState>? clock, BufferLimits limits)
    {
        _store = store;
        _time = time;
        _logger = logger;
        _limits = limits;
        _intake = new Intake(time, limits, clock ?? (static () => ClockState.Free));
        _log = new StoredLog(limits.RecentBytes);
        _reserves = new Reserves(logger);
        _commits = new GroupCommit(store, settings, time, logger, limits, _intake, _log, _reserves, FindLayout);
    }

    /// <summary>Commits since the start that stored messages; see <see cref="WaitForAnyAsync"/>.</summary>
    public long Commits => _log.Commits;

    public BufferSnapshot Snapshot => _commits.Snapshot();

    /// <summary>Adds what may be given up when others have filled the disk; in the order of the calls. Before <see cref="Open"/>.</summary>
    public void AddReserve(IDiskReserve reserve) => _reserves.Add(reserve);

    /// <summary>Opens the store. Before anything else, once.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public StoreOpening Open()
    {
        var opening = OpenStore();
        var extents = LaneText.All.Select(_store.Extent).ToArray();
        _log.Begin(extents);
        _intake.Begin(extents, _store.Bookmarks());
        _intake.Refused.Begin(_store.Refused(), _store.Unlisted());
        _commits.Begin(opening);
        Log.Opened(_logger, opening.Epoch, opening.Boot, opening.EndedCleanly);
        if (opening.Loss is { } loss) Log.Lost(_logger, loss.English);
        return opening;
    }

    /// <summary>Says what point numbers mean from now on; kept in the store. Readings taken in before keep the layout they came under.</summary>
    /// <returns>The layout's number.</returns>
    /// <exception cref="StoreException">The store did not take it; the layout before stays in force.</exception>
    public int UseLayout(Layout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        int number = _commits.AddLayout(layout);
        var numbered = layout.Numbered(number);
        lock (_layouts) _layouts[number] = numbered;
        _intake.Use(numbered);
        return number;
    }

    /// <summary>The layout that messages name.</summary>
    /// <exception cref="StoreException">It is not in the store, or cannot be read.</exception>
    public Layout LayoutOf(int number) =>
        FindLayout(number) ?? throw Unknown(number);

    /// <summary>The layout that messages name; null when it was lost.</summary>
    /// <exception cref="StoreException">The disk cannot be read now.</exception>
    public Layout? FindLayout(int number)
    {
        lock (_layouts)
        {
            if (_layouts.TryGetValue(number, out var known)) return known;
        }
        var layout = _store.Layout(number) is { } descriptor ? Layout.Parse(descriptor, number) : null;
        if (layout is null) return null;
        lock (_layouts) _layouts[number] = layout;
        return layout;
    }

    /// <summary>Copies a scan's readings into the message being collected; they are stored within the commit interval. The caller disposes the scan.</summary>
    /// <remarks>
    /// Completes at once as a rule. Waits when the store is healthy but so far behind that memory would fill; at most 10 s without progress. After the buffer
    /// has stopped nothing is taken: the readings are lost, and stay counted as <see cref="BufferSnapshot.PendingReadings"/>.
    /// </remarks>
    public ValueTask AppendAsync(Scan scan, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(scan);
        return _intake.TryAppend(scan.Readings) is { } room ? AppendWithRoomAsync(scan, room, stop) : ValueTask.CompletedTask;
    }

    /// <summary>Stores an event at once: it ends the wait of the group, at most ten times a second. Order within the lane is the order of the calls.</summary>
    /// <param name="kind">Not Readings. Heartbeats and manifests go to the diag lane and wait for their group; all else goes to the event lane.</param>
    /// <param name="body">UTF-8 JSON object as feeds send it; not changed afterwards.</param>
    /// <param name="state">The alarm's new state, stored in the same transaction; null when the event changes none.</param>
    /// <returns>
    /// Completes when it is stored. The event is taken in before the call returns, so whoever must go on while the disk fails (judging alarms must) need
    /// not wait: feeds see it only after it is stored.
    /// </returns>
    /// <exception cref="StoreException">It was never stored: memory was full, or the buffer has stopped.</exception>
    public async ValueTask AppendEventAsync(MessageKind kind, ReadOnlyMemory<byte> body, AlarmRecord? state, CancellationToken stop)
    {
        if (kind == MessageKind.Readings) throw new ArgumentException("Readings are appended as scans.", nameof(kind));
        var lane = kind is MessageKind.Heartbeat or MessageKind.Manifest ? Lane.Diag : Lane.Event;
        await _intake.AddEvent(lane, kind, body, state).WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>What a lane holds: stored messages only.</summary>
    public LaneExtent Extent(Lane lane) => _log.Extent(lane);

    /// <summary>Reads stored messages in order, beginning with the first whose sequence is at least <paramref name="from"/>.</summary>
    /// <param name="mostBytes">Stops before the body that would exceed it, but returns at least one message when there is one.</param>
    /// <returns>Empty at the end. A jump in the sequence is explained by <see cref="Drops"/>.</returns>
    /// <exception cref="StoreException">The disk cannot be read now.</exception>
    public IReadOnlyList<StoredMessage> Read(Lane lane, long from, int most, long mostBytes)
    {
        if (from >= _log.Extent(lane).Next) return [];
        return _log.Recent(lane, from, most, mostBytes) ?? _store.Read(lane, from, most, mostBytes);
    }

    /// <summary>Records of what is gone from a range of a lane, in order.</summary>
    public IReadOnlyList<Drop> Drops(Lane lane, long from, long to) => _store.Drops(lane, from, to);

    /// <summary>Completes when a message of the lane with a sequence above <paramref name="after"/> is stored.</summary>
    public ValueTask WaitForMoreAsync(Lane lane, long after, CancellationToken stop) => new(_log.WaitForMoreAsync(lane, after, stop));

    /// <summary>
    /// Completes when there were more commits than <paramref name="afterCommit"/>. Take <see cref="Commits"/> before reading the lanes, so that nothing
    /// stored in between is missed.
    /// </summary>
    public ValueTask WaitForAnyAsync(long afterCommit, CancellationToken stop) => new(_log.WaitForAny(afterCommit).WaitAsync(stop));

    /// <summary>A feed's place; zero when it has none yet.</summary>
    public Bookmark BookmarkOf(string feed, Lane lane) => _intake.BookmarkOf(feed, lane);

    /// <summary>Moves a feed's place. Stored with a commit at most ten groups later: after a crash a few messages are sent twice, never none.</summary>
    public void MoveBookmark(string feed, Lane lane, Bookmark bookmark) => _intake.Move(new BookmarkMove(feed, lane, bookmark));

    /// <summary>A feed puts a message aside that its broker never takes. Stored with the next group commit; to be called before the bookmark passes
    /// it.</summary>
    /// <param name="reason">What the broker said.</param>
    public void Quarantine(string feed, Lane lane, long seq, MessageKind kind, string reason) =>
        _intake.Refuse(new RefusedMessage(feed, lane, seq, kind, reason, _time.GetUtcNow().ToUnixTimeMilliseconds()));

    /// <summary>What a feed has put aside, in order of lane and sequence; of more than a thousand the newest.</summary>
    public IReadOnlyList<RefusedMessage> Quarantined(string feed) => _intake.Refused.Of(feed);

    /// <summary>How many messages a feed has put aside, and how many of them are too old to be in the list of them.</summary>
    public (long All, long Unlisted) QuarantinedCount(string feed) => _intake.Refused.CountOf(feed);

    /// <summary>Nobody wants the messages any more that were put aside and are too old to be in the list.</summary>
    public void ForgetUnlisted(string feed) => _intake.ForgetUnlisted(feed);

    public bool IsQuarantined(string feed, Lane lane, long seq) => _intake.Refused.Contains(feed, lane, seq);

    /// <summary>A message is no longer put aside: the platform has it, or nobody wants it any more.</summary>
    public void Readmit(string feed, Lane lane, long seq) => _intake.Readmit(feed, lane, seq);

    /// <summary>Stores what has been taken in without waiting for its group: the last thing before the feeds say goodbye.</summary>
    /// <returns>Completes when it is stored, or when the store has failed.</returns>
    public Task FlushAsync(CancellationToken stop) => _intake.Flush().WaitAsync(stop);

    /// <summary>States of alarms as stored.</summary>
    public IReadOnlyList<AlarmRecord> AlarmStates() => _store.AlarmStates();

    /// <summary>Stores what comes in until told to stop, then what is left; runs on a thread of its own, since a commit blocks.</summary>
    /// <returns>Ends after the last commit. Fails only by a bug: what the disk does is dealt with.</returns>
    public Task RunAsync(CancellationToken stop) => _commits.RunAsync(stop);

    public void Dispose()
    {
        _commits.Dispose();
        _intake.Dispose();
        _store.Dispose();
    }

    /// <summary>A start on a full disk gives up reserves as a commit does.</summary>
    private StoreOpening OpenStore()
    {
        while (true)
        {
            try
            {
                var opening = _store.Open();
                _reserves.Restore();
                return opening;
            }
            catch (StoreException full) when (full.Fault == StoreFault.Full && _reserves.TryRelease())
            {
                // Once more, with the room that was made.
            }
        }
    }

    private static StoreException Unknown(int layout) => new(
        StoreFault.Damaged, ($"Layout {layout} is not in the store or cannot be read.", $"存储中没有点位布局 {layout}，或无法读取。"));

    private async ValueTask AppendWithRoomAsync(Scan scan, Task room, CancellationToken stop)
    {
        for (var wait = room; wait is not null; wait = _intake.TryAppend(scan.Readings))
        {
            try
            {
                await wait.WaitAsync(_limits.WaitForRoom, _time, stop).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                _intake.LetProducersGo();
                Log.NoProgress(_logger, _limits.WaitForRoom);
            }
        }
    }
}
