using System.Collections.Concurrent;
using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Gateway.Core.Forwarding.Commands;
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
    private static readonly TimeSpan _lookForLagEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan _readAgainAfter = TimeSpan.FromSeconds(1);

    private readonly FeedLanes _lanes = new(feed, around, random, logger);
    private readonly BacklogPace _pace = new();
    private readonly SendWindow _window = new(feed.Window);
    private readonly FeedVoice _voice = new();
    private readonly BackfillQueue _backfills = new(feed, around, logger);
    private readonly ReceiptBook _receipts = new(feed, around.Buffer, logger);
    private readonly Dictionary<OutgoingMessage, Task> _publishing = [];
    private readonly ConcurrentQueue<(OutgoingMessage Message, Task<MqttPublishResult> Publish)> _ended = new();
    private TimeSpan _lookedAt;
    private TimeSpan? _lookedForLagAt;
    private string? _epoch;
    private int _liveInARow;
    private bool _isUnreadable;

    public IReadOnlyList<FeedLane> Lanes => _lanes.All;

    /// <summary>Messages of lanes that went out and are not acknowledged.</summary>
    public int Unacknowledged => Lanes.Sum(lane => lane.Ledger.Open);

    /// <summary>The broker and we disagree about packet identifiers: this session must be given up.</summary>
    public bool NeedsNewSession { get; private set; }

    /// <summary>What was sent and put aside since the start.</summary>
    public FeedTally Tally { get; } = new(feed.Name, around.Buffer, time, logger);

    /// <summary>Begins a connection: what the gateway says about itself goes first, no lane pauses any longer.</summary>
    /// <param name="announcements">Gives what is said first.</param>
    /// <param name="describe">Gives the descriptor of a layout. That in force is published at once, any other before the first message that names it.</param>
    public void Begin(int window, Func<IEnumerable<MqttPublish>> announcements, Func<Layout, IEnumerable<MqttPublish>> describe)
    {
        NeedsNewSession = false;
        _window.Resize(window);
        _voice.Begin(announcements, describe, around.Layout);
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
        bool hasPlace = _window.HasPlace(urgent: true);
        if (hasPlace && _voice.NextAnnouncement() is { } announcement) return Sends(session, announcement, abandon);
        SplitWhenBehind();
        if (hasPlace && _voice.NextAnswer() is { } answer) return Sends(session, answer, abandon);
        int next = LanePlan.Next([.. Lanes.Select(ReadinessOf)], _window, _liveInARow);
        // A backfill is slow by its own rate, so it need not wait until everything else is sent; only alarms go before it.
        bool isUrgent = next >= 0 && LanePlan.IsUrgent(Lanes[next].Ledger.Lane);
        if (!isUrgent && _backfills.TryStep(_lookedAt, _window, out var again)) return again is null || SendsAgain(session, again, abandon);
        if (next < 0) return false;
        var lane = Lanes[next];
        if (Take(lane) is not { } message)
        {
            _lanes.MergeWhenDrained();
            return true;
        }
        // What was stored before a change of the site means what the layout of that time says.
        if (message.Layout is { } layout && _voice.Describe(layout)) lane.Ledger.PutBack(message);
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
            if (result.Outcome == MqttPublishOutcome.Answered) ForwardingMetrics.Answered(feed.Name, now() - message.SentAt);
            NotePace(message, result);
            if (message.Of is { } lane) TakeSettled(lane, message, result);
            else if (message.Backfill is { } backfill) backfill.Settle(message, PublishVerdicts.Of(result, message.Blamed));
            else TakeAnnounced(message, result);
        }
    }

    /// <summary>Completes when nothing is in flight any more.</summary>
    public Task WhenAllEnded() => Task.WhenAll(_publishing.Values);

    /// <summary>Completes when what it had to say about the platform is stored or given up.</summary>
    public Task WhenStored() => _receipts.WhenStored();

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
        return Earlier(next, _backfills.NextStep(_lookedAt));
    }

    /// <summary>An answer to a command goes out as soon as there is a place.</summary>
    public void Answer(MqttPublish answer) => _voice.Answer(answer);

    /// <summary>Says who we are once more, for a platform that asks.</summary>
    public void DescribeAgain() => _voice.SayAgain(around.Layout);

    /// <summary>Sends stored messages again.</summary>
    /// <returns>False when too many wait.</returns>
    public bool TryBackfill(string id, BackfillRequest request, Action<BackfillOutcome> done) => _backfills.TryAdd(id, request, done);

    /// <summary>Sends once more what was put aside. What is refused again stays there; what is gone from the store does not.</summary>
    public void Requeue() => _backfills.Requeue();

    /// <summary>The platform has a lane up to here.</summary>
    public void TakeReceipt(Receipt receipt, ReceiptVerdict verdict) => _receipts.Take(receipt, verdict, Lanes);

    /// <summary>What is odd about the platform's receipts now; null when nothing is.</summary>
    public Wording? PlatformTrouble => _receipts.Trouble;

    private bool Sends(IMqttSession session, OutgoingMessage message, CancellationToken abandon)
    {
        Publish(session, message, abandon);
        return true;
    }

    private bool SendsAgain(IMqttSession session, OutgoingMessage message, CancellationToken abandon)
    {
        if (message.Layout is { } layout) _voice.Describe(layout);
        message.Pace?.Sent(message.Publish.Payload.Length);
        return Sends(session, message, abandon);
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
        _receipts.Watch(Lanes, _lookedAt);
        SayAgainInNewEpoch();
        try
        {
            _lanes.SplitWhenBehind();
        }
        catch (StoreException)
        {
            // Reading for sending says so, and pauses.
        }
    }

    /// <summary>A store that had to begin a new epoch while running: nobody must wait for the next connection to hear of it.</summary>
    private void SayAgainInNewEpoch()
    {
        string epoch = around.Buffer.Snapshot.Epoch;
        if (_epoch is not null && _epoch != epoch) _voice.SayAgain(around.Layout);
        _epoch = epoch;
    }

    private void NotePace(OutgoingMessage message, MqttPublishResult result)
    {
        if (message.Pace is not { } pace) return;
        message.Pace = null;
        TimeSpan? latency = result.Outcome == MqttPublishOutcome.Answered ? now() - message.SentAt : null;
        pace.Ended(message.Publish.Payload.Length, latency, now());
    }

    private void Advance(FeedLane lane)
    {
        _lanes.MoveBookmark(lane);
        if (lane.IsBacklog) _lanes.MergeWhenDrained();
        _receipts.Sent(lane.Ledger.Lane, Lanes);
    }

    private OutgoingMessage? Take(FeedLane lane)
    {
        if (lane.Ledger.TakeAgain() is { } again) return again;
        _lanes.PassHad(lane);
        try
        {
            var message = lane.Reader.Next();
            if (_isUnreadable) Log.ReadsAgain(logger, feed.Name);
            _isUnreadable = false;
            if (message is null) return null;
            message.Of = lane;
            lane.Ledger.Add(message);
            if (!around.Buffer.IsQuarantined(feed.Name, lane.Ledger.Lane, message.Seq)) return message;
            // Refused by the process before, whose bookmark had not passed it yet.
            if (lane.Ledger.PassRefused(message)) Advance(lane);
            return null;
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
        // Before the bookmark passes it: a crash between the two must not lose it.
        if (outcome.Verdict == PublishVerdict.Quarantine)
            around.Buffer.Quarantine(feed.Name, lane.Ledger.Lane, message.Seq, message.Kind, MqttReasons.Of(result));
        if (outcome.BookmarkMoved) Advance(lane);
        if (outcome.WasParked) Log.Parked(logger, feed.Name, lane.Ledger.Lane, MqttReasons.Of(result));
        if (outcome.WasUnparked) Log.Unparked(logger, feed.Name, lane.Ledger.Lane);
        switch (outcome.Verdict)
        {
            case PublishVerdict.Sent or PublishVerdict.SentUnheard:
                Tally.NoteSent(lane, message, outcome.Verdict == PublishVerdict.SentUnheard);
                return;
            case PublishVerdict.Quarantine:
                Tally.NoteQuarantined(lane.Ledger.Lane, message, MqttReasons.Of(result));
                break;
            case PublishVerdict.ReconnectClean:
                NeedsNewSession = true;
                break;
        }
        if (result.Outcome is MqttPublishOutcome.Answered or MqttPublishOutcome.TooLarge) ForwardingMetrics.Refused(feed.Name, lane.Ledger.Lane, result);
    }
}
