using System.Collections.Concurrent;
using System.Text.Json;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding.Commands;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Site;
using Gateway.Mqtt;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding;

/// <summary>What one feed has to send and has in flight, over all its connections. Called by the feed's loop only; publishes end on any thread.</summary>
/// <param name="now">The feed's own monotonic clock.</param>
/// <param name="wake">Called when a publish has ended.</param>
internal sealed class FeedTraffic(
    FeedModel feed, FeedSurroundings around, Func<TimeSpan> now, TimeProvider time, Random random, Action wake, ILogger logger)
{
    private const int MostQuarantinedKept = 64;
    private const int MostAnswers = 64;
    private const int MostBackfills = 4;

    private static readonly TimeSpan _lookForLagEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan _readAgainAfter = TimeSpan.FromSeconds(1);

    private readonly FeedLanes _lanes = new(feed, around, random, logger);
    private readonly BacklogPace _pace = new();
    private readonly SendWindow _window = new(feed.Window);
    private readonly Queue<MqttPublish> _announcements = new();
    private readonly Queue<MqttPublish> _answers = new();
    private readonly Queue<(Backfill Work, BacklogPace Pace)> _backfills = new();
    private readonly ReceiptBook _receipts = new(feed, around.Buffer, logger);
    private readonly HashSet<string> _described = [];
    private readonly Dictionary<OutgoingMessage, Task> _publishing = [];
    private readonly ConcurrentQueue<(OutgoingMessage Message, Task<MqttPublishResult> Publish)> _ended = new();
    private Func<Layout, IEnumerable<MqttPublish>> _describe = _ => [];
    private Func<IEnumerable<MqttPublish>> _introduce = () => [];
    private TimeSpan _lookedAt;
    private TimeSpan? _lookedForLagAt;
    private TimeSpan _backfillUnreadableUntil;
    private int _liveInARow;
    private bool _isUnreadable;

    public IReadOnlyList<FeedLane> Lanes => _lanes.All;

    /// <summary>Messages of lanes that went out and are not acknowledged.</summary>
    public int Unacknowledged => Lanes.Sum(lane => lane.Ledger.Open);

    /// <summary>The broker and we disagree about packet identifiers: this session must be given up.</summary>
    public bool NeedsNewSession { get; private set; }

    public long SentMessages { get; private set; }

    public long SentReadings { get; private set; }

    public long Quarantined { get; private set; }

    /// <summary>The last of them, for manifests. A new list for each, so that any thread may read it.</summary>
    public IReadOnlyList<QuarantinedMessage> QuarantinedMessages { get; private set; } = [];

    public DateTimeOffset? LastAcknowledged { get; private set; }

    /// <summary>Begins a connection: what the gateway says about itself goes first, no lane pauses any longer.</summary>
    /// <param name="announcements">Gives what is said first.</param>
    /// <param name="describe">Gives the descriptor of a layout. That in force is published at once, any other before the first message that names it.</param>
    public void Begin(int window, Func<IEnumerable<MqttPublish>> announcements, Func<Layout, IEnumerable<MqttPublish>> describe)
    {
        NeedsNewSession = false;
        _window.Resize(window);
        _announcements.Clear();
        _described.Clear();
        _describe = describe;
        _introduce = announcements;
        foreach (var announcement in announcements()) _announcements.Enqueue(announcement);
        Describe(around.Layout);
        foreach (var lane in Lanes) lane.Ledger.Resume();
        _lookedForLagAt = null;
        SplitWhenBehind();
    }

    /// <summary>Publishes the most urgent message there is a place for.</summary>
    /// <returns>False when nothing can be done before something changes.</returns>
    public bool SendNext(IMqttSession session, CancellationToken abandon)
    {
        _lookedAt = now();
        if (session.InFlight >= session.Window) return false;
        if (_announcements.Count > 0 && _window.HasPlace(urgent: true))
        {
            Publish(session, new OutgoingMessage(null, 0, 0, _announcements.Dequeue()), abandon);
            return true;
        }
        SplitWhenBehind();
        if (_answers.Count > 0 && _window.HasPlace(urgent: true))
        {
            Publish(session, new OutgoingMessage(null, 0, 0, _answers.Dequeue()) { IsAnswer = true }, abandon);
            return true;
        }
        int next = LanePlan.Next([.. Lanes.Select(ReadinessOf)], _window, _liveInARow);
        // A backfill is slow by its own rate, so it need not wait until everything else is sent; only alarms go before it.
        bool isUrgent = next >= 0 && LanePlan.IsUrgent(Lanes[next].Ledger.Lane);
        if (!isUrgent && SendBackfill(session, abandon)) return true;
        if (next < 0) return false;
        var lane = Lanes[next];
        if (Take(lane) is not { } message)
        {
            _lanes.MergeWhenDrained();
            return true;
        }
        // What was stored before a change of the site means what the layout of that time says.
        if (message.Layout is { } layout && Describe(layout)) lane.Ledger.PutBack(message);
        else Publish(session, message, abandon);
        return true;
    }

    /// <summary>Draws the consequences of every publish that has ended; bookmarks move.</summary>
    public async Task TakeEndedAsync()
    {
        while (_ended.TryDequeue(out var ended))
        {
            var message = ended.Message;
            _publishing.Remove(message);
            _window.Release(message.IsUrgent, message.Publish.Payload.Length);
            var result = await ended.Publish.ConfigureAwait(false);
            NotePace(message, result);
            if (message.Of is { } lane) TakeSettled(lane, message, result);
            else if (message.Backfill is { } backfill) backfill.Settle(message, PublishVerdicts.Of(result, message.Blamed));
            else TakeAnnounced(message, result);
        }
    }

    /// <summary>Completes when nothing is in flight any more.</summary>
    public Task WhenAllEnded() => Task.WhenAll(_publishing.Values);

    /// <summary>When the first lane that <see cref="SendNext"/> found pausing may go on; null when it found none. It may be over by now.</summary>
    public TimeSpan? NextResumption()
    {
        TimeSpan? next = null;
        foreach (var lane in Lanes)
        {
            var until = lane.Ledger.PausedUntil > lane.UnreadableUntil ? lane.Ledger.PausedUntil : lane.UnreadableUntil;
            if (until > _lookedAt && (next is null || until < next)) next = until;
        }
        if (_lanes.Backlog is not null) next = Earlier(next, _pace.NextToken);
        if (_backfills.TryPeek(out var first)) next = Earlier(next, _backfillUnreadableUntil > _lookedAt ? _backfillUnreadableUntil : first.Pace.NextToken);
        return next;
    }

    /// <summary>An answer to a command goes out as soon as there is a place.</summary>
    public void Answer(MqttPublish answer)
    {
        if (_answers.Count < MostAnswers) _answers.Enqueue(answer);
    }

    /// <summary>Says who we are once more, for a platform that asks.</summary>
    public void DescribeAgain()
    {
        _described.Clear();
        foreach (var message in _introduce()) _announcements.Enqueue(message);
        Describe(around.Layout);
    }

    /// <summary>Sends stored messages again.</summary>
    /// <returns>False when too many wait.</returns>
    public bool TryBackfill(string id, BackfillRequest request, Action<Action<Utf8JsonWriter>> done)
    {
        if (_backfills.Count == MostBackfills) return false;
        _backfills.Enqueue((new Backfill(id, request, around.Buffer, new EnvgwJsonFormat(around.Identity.Id, feed), done), new BacklogPace(request.PerSecond)));
        return true;
    }

    /// <summary>The platform has a lane up to here.</summary>
    public void TakeReceipt(Receipt receipt) => _receipts.Take(receipt, Lanes);

    /// <returns>Whether there was something to do.</returns>
    private bool SendBackfill(IMqttSession session, CancellationToken abandon)
    {
        if (!_backfills.TryPeek(out var first) || _lookedAt < _backfillUnreadableUntil) return false;
        if (first.Work.IsExhausted)
        {
            _backfills.Dequeue();
            return true;
        }
        if (!_window.HasPlace(urgent: false) || !first.Pace.MaySend(_lookedAt, _window.Places)) return false;
        try
        {
            if (first.Work.Next() is not { } message) return true;
            if (message.Layout is { } layout) Describe(layout);
            first.Pace.Sent(message.Publish.Payload.Length);
            message.Pace = first.Pace;
            Publish(session, message, abandon);
            return true;
        }
        catch (StoreException unreadable)
        {
            Log.CannotRead(logger, feed.Name, unreadable.Message);
            _backfillUnreadableUntil = _lookedAt + _readAgainAfter;
            return false;
        }
    }

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => other is null || one < other ? one : other;

    /// <summary>The backlog pauses as a lane does that was refused, only for moments.</summary>
    private LaneReadiness ReadinessOf(FeedLane lane)
    {
        var readiness = lane.ReadinessAt(_lookedAt);
        return lane.IsBacklog ? readiness with { IsPaused = readiness.IsPaused || !_pace.MaySend(_lookedAt, _window.Places) } : readiness;
    }

    /// <summary>Looks once a second, and on each connection, whether the newest readings should go first.</summary>
    private void SplitWhenBehind()
    {
        _lookedAt = now();
        if (_lookedForLagAt is { } at && _lookedAt - at < _lookForLagEvery) return;
        _lookedForLagAt = _lookedAt;
        try
        {
            _lanes.SplitWhenBehind();
        }
        catch (StoreException)
        {
            // Reading for sending says so, and pauses.
        }
    }

    private void NotePace(OutgoingMessage message, MqttPublishResult result)
    {
        if (message.Pace is not { } pace) return;
        message.Pace = null;
        TimeSpan? latency = result.Outcome == MqttPublishOutcome.Answered ? now() - message.SentAt : null;
        pace.Ended(message.Publish.Payload.Length, latency, now());
    }

    /// <returns>Whether it has to be said first: it was not said on this connection.</returns>
    private bool Describe(Layout layout)
    {
        if (!_described.Add(layout.Digest)) return false;
        foreach (var descriptor in _describe(layout)) _announcements.Enqueue(descriptor);
        return true;
    }

    private OutgoingMessage? Take(FeedLane lane)
    {
        if (lane.Ledger.TakeAgain() is { } again) return again;
        try
        {
            var message = lane.Reader.Next();
            if (_isUnreadable) Log.ReadsAgain(logger, feed.Name);
            _isUnreadable = false;
            if (message is null) return null;
            message.Of = lane;
            lane.Ledger.Add(message);
            return message;
        }
        catch (StoreException unreadable)
        {
            if (!_isUnreadable) Log.CannotRead(logger, feed.Name, unreadable.Message);
            _isUnreadable = true;
            lane.UnreadableUntil = now() + _readAgainAfter;
            return null;
        }
    }

    private void Publish(IMqttSession session, OutgoingMessage message, CancellationToken abandon)
    {
        _window.Take(message.IsUrgent, message.Publish.Payload.Length);
        ForwardingMetrics.Published(feed.Name, message.Publish.Payload.Length);
        message.SentAt = now();
        if (message.Of is { Ledger.Lane: Lane.Live } lane)
        {
            _liveInARow = lane.IsBacklog ? 0 : _liveInARow + 1;
            if (lane.IsBacklog) _pace.Sent(message.Publish.Payload.Length);
            message.Pace = lane.IsBacklog ? _pace : null;
        }
        _publishing[message] = PublishAsync(session, message, abandon);
    }

    private async Task PublishAsync(IMqttSession session, OutgoingMessage message, CancellationToken abandon)
    {
        var publish = AskAsync(session, message, abandon);
        await ((Task)publish).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Enqueue((message, publish));
        wake();
    }

    private static async Task<MqttPublishResult> AskAsync(IMqttSession session, OutgoingMessage message, CancellationToken abandon)
    {
        try
        {
            return await session.PublishAsync(message.Publish, abandon).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The session is given up. Whether the broker has the message is unknown, so it goes out again.
            return new MqttPublishResult(MqttPublishOutcome.SessionLost, MqttReasonCode.UnspecifiedError);
        }
    }

    /// <summary>Announcements are made anew on each connection, so one that got no answer is simply forgotten.</summary>
    private void TakeAnnounced(OutgoingMessage message, MqttPublishResult result)
    {
        var verdict = PublishVerdicts.Of(result, PublishVerdicts.TriesBeforeQuarantine);
        if (verdict == PublishVerdict.SendAgain && message.IsAnswer) Answer(message.Publish);
        if (verdict is PublishVerdict.Sent or PublishVerdict.SentUnheard or PublishVerdict.SendAgain) return;
        NeedsNewSession |= verdict == PublishVerdict.ReconnectClean;
        Log.AnnouncementRefused(logger, feed.Name, message.Publish.Topic, MqttReasons.Of(result));
    }

    private void TakeSettled(FeedLane lane, OutgoingMessage message, MqttPublishResult result)
    {
        var outcome = lane.Ledger.Settle(message, result, now());
        if (outcome.BookmarkMoved)
        {
            _lanes.MoveBookmark(lane);
            if (lane.IsBacklog) _lanes.MergeWhenDrained();
            _receipts.Sent(lane.Ledger.Lane, Lanes);
        }
        if (outcome.WasParked) Log.Parked(logger, feed.Name, lane.Ledger.Lane, MqttReasons.Of(result));
        if (outcome.WasUnparked) Log.Unparked(logger, feed.Name, lane.Ledger.Lane);
        switch (outcome.Verdict)
        {
            case PublishVerdict.Sent or PublishVerdict.SentUnheard:
                NoteSent(lane, message, outcome.Verdict == PublishVerdict.SentUnheard);
                return;
            case PublishVerdict.Quarantine:
                NoteQuarantined(lane.Ledger.Lane, message, MqttReasons.Of(result));
                break;
            case PublishVerdict.ReconnectClean:
                NeedsNewSession = true;
                break;
        }
        if (result.Outcome is MqttPublishOutcome.Answered or MqttPublishOutcome.TooLarge) ForwardingMetrics.Refused(feed.Name, lane.Ledger.Lane, result);
    }

    private void NoteQuarantined(Lane lane, OutgoingMessage message, string reason)
    {
        Quarantined++;
        QuarantinedMessages = [.. QuarantinedMessages.TakeLast(MostQuarantinedKept - 1), new(feed.Name, Quarantined, lane, message.Seq, reason)];
        ForwardingMetrics.Quarantined(feed.Name, lane);
        Log.Quarantined(logger, feed.Name, lane, message.Seq, message.Publish.Payload.Length, reason);
    }

    private void NoteSent(FeedLane lane, OutgoingMessage message, bool isUnheard)
    {
        LastAcknowledged = time.GetUtcNow();
        SentMessages++;
        SentReadings += message.Readings;
        ForwardingMetrics.Sent(feed.Name, lane.Ledger.Lane, message.Readings);
        if (isUnheard && !lane.IsUnheard) Log.NobodyListens(logger, feed.Name, lane.Ledger.Lane);
        if (!isUnheard && lane.IsUnheard) Log.SomebodyListens(logger, feed.Name, lane.Ledger.Lane);
        lane.IsUnheard = isUnheard;
    }
}
