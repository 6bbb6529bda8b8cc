using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Gateway.Core.Forwarding.Commands;
using Gateway.Core.Forwarding.EnvgwJson;
using Gateway.Core.Site;
using Gateway.Mqtt;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding;

/// <summary>Forwards to one platform: connects, says who speaks, publishes what is stored from its bookmark on, and moves the bookmark as the broker
/// acknowledges. All its state is its own; another feed that is down or slow delays it in nothing, and it delays nobody.</summary>
/// <remarks>Nothing is published that is not stored, and nothing is read but from the buffer. At least once, in order within a lane.</remarks>
public sealed class FeedLoop
{
    /// <summary>From the wish to stop to DISCONNECT, at most.</summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(2);

    private static readonly ReconnectPause _afterMistake = new(TimeSpan.FromMinutes(1), ReconnectTrouble.NeedsPerson);

    private const int MostSubscriptionsEnded = 3;

    private static readonly TimeSpan _subscribeTime = TimeSpan.FromSeconds(10);

    private readonly FeedModel _feed;
    private readonly FeedSurroundings _around;
    private readonly TimeProvider _time;
    private readonly ILogger<FeedLoop> _logger;
    private readonly Random _random;
    private readonly Announcements _announcements;
    private readonly WakeUp _wake = new();
    private readonly long _started;
    private readonly ReconnectPolicy _policy;
    private readonly FeedCondition _condition;
    private readonly FeedInbox _inbox;
    private readonly FeedDesk _desk;

    private FeedTraffic _traffic;
    private FeedPump _pump;
    private long _attempts;
    private bool _beginsAnew;
    private int _subscriptionsEnded;
    private string? _listenTrouble;

    /// <param name="feed">The platform.</param>
    /// <param name="around">What all feeds share. The buffer is open; what it stores is sent from this feed's bookmark on.</param>
    /// <param name="random">For the jitter of pauses.</param>
    public FeedLoop(FeedModel feed, FeedSurroundings around, TimeProvider time, ILogger<FeedLoop> logger, Random random)
    {
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(around);
        ArgumentNullException.ThrowIfNull(time);
        _feed = feed;
        _around = around;
        _time = time;
        _logger = logger;
        _random = random;
        _announcements = new Announcements(around.Identity, feed);
        _started = time.GetTimestamp();
        _policy = new ReconnectPolicy(random);
        _inbox = new FeedInbox(_wake.Ring);
        _desk = new FeedDesk(feed, around, time, logger, Now, _inbox);
        _traffic = NewTraffic();
        _condition = new FeedCondition(feed, around.Buffer, time, logger, _traffic);
        _pump = NewPump();
    }

    public FeedModel Feed => _feed;

    /// <summary>The feed now; safe from any thread. Reads the store for the age of what waits.</summary>
    public FeedSnapshot Snapshot() => _condition.Snapshot();

    /// <summary>Asks that what was put aside be sent once more; it goes out over the connection of now or the next.</summary>
    /// <returns>False when too much else is asked of the feed.</returns>
    public bool Requeue() => _inbox.Post(traffic => traffic.Requeue());

    /// <summary>Forwards until told to stop; then says so to the platform and waits <see cref="StopTime"/> at most. Never fails.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var woken = stop.Register(_wake.Ring);
        await using var wokenEnds = woken.ConfigureAwait(false);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await RunSessionAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            // A mistake of ours in one feed must not end the others; what is not acknowledged is sent again from the bookmark.
#pragma warning disable CA1031
            catch (Exception mistake)
#pragma warning restore CA1031
            {
                _condition.Failed(mistake, _afterMistake, _attempts);
                _traffic = NewTraffic();
                _pump = NewPump();
                await PauseAsync(_afterMistake, stop).ConfigureAwait(false);
            }
        }
        _condition.Progressed(_traffic);
        _condition.Stopped(_traffic.Unacknowledged);
    }

    private FeedTraffic NewTraffic() => new(_feed, _around, Now, _time, _random, _wake.Ring, _logger);

    private FeedPump NewPump() => new(_traffic, _condition, _around, _inbox, _wake, Now, _time);

    /// <summary>One session at the broker, over as many connections as it lasts: until told to stop, or until it must be begun anew.</summary>
    private async Task RunSessionAsync(CancellationToken stop)
    {
        using var abandon = new CancellationTokenSource();
        var request = new FeedSessionRequest(_feed, () => _announcements.Status(GatewayState.Offline, _attempts, NowMs)) { BeginsAnew = _beginsAnew };
        var session = _around.Sessions(request);
        var listening = _desk.RunAsync(session, abandon.Token);
        try
        {
            bool goesOn = true;
            while (goesOn && !stop.IsCancellationRequested) goesOn = await RunConnectionAsync(session, abandon.Token, stop).ConfigureAwait(false);
        }
        finally
        {
            await abandon.CancelAsync().ConfigureAwait(false);
            await session.DisposeAsync().ConfigureAwait(false);
            await _traffic.WhenAllEnded().ConfigureAwait(false);
            // No longer than the session: while the disk takes nothing, the buffer keeps what it has been given.
            await Task.WhenAll(_traffic.WhenStored(), _desk.WhenStored()).WaitAsync(abandon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await listening.ConfigureAwait(false);
        }
        await _traffic.TakeEndedAsync().ConfigureAwait(false);
    }

    /// <summary>One connection, from the attempt to its end and the pause after it.</summary>
    /// <returns>Whether the session goes on.</returns>
    private async Task<bool> RunConnectionAsync(IMqttSession session, CancellationToken abandon, CancellationToken stop)
    {
        _attempts++;
        var result = await session.ConnectAsync(stop).ConfigureAwait(false);
        ForwardingMetrics.Connected(_feed.Name, result.Outcome);
        if (result.Outcome != MqttConnectOutcome.Connected)
        {
            await ExplainAsync(result, MqttReasons.Of(result), stop).ConfigureAwait(false);
            return true;
        }
        if (result.Limits.MaximumQualityOfService == 0)
        {
            await session.DisconnectAsync(stop).ConfigureAwait(false);
            var refused = result with { Outcome = MqttConnectOutcome.Refused, Reason = MqttReasonCode.QoSNotSupported };
            await ExplainAsync(refused, ("the broker takes QoS 0 only, which acknowledges nothing", "服务器仅支持 QoS 0，不作任何确认"), stop).ConfigureAwait(false);
            return true;
        }

        _beginsAnew = false;
        long connectedAt = _time.GetTimestamp();
        _condition.Connected(result.SessionPresent, _attempts);
        // Without a session everything in flight comes back as lost, and must be first in line before anything new goes out.
        if (!result.SessionPresent) await _traffic.WhenAllEnded().WaitAsync(stop).ConfigureAwait(false);
        await _traffic.TakeEndedAsync().ConfigureAwait(false);
        await ListenAsync(session, stop).ConfigureAwait(false);
        _traffic.Begin(Math.Min(_feed.Window, session.Window), () => Introduction(result.Limits), layout => Descriptor(layout, result.Limits));

        var end = await _pump.RunAsync(session, abandon, stop).ConfigureAwait(false);
        if (stop.IsCancellationRequested)
        {
            await _pump.CloseAsync(session, _announcements.Status(GatewayState.Closing, _attempts, NowMs), abandon).ConfigureAwait(false);
            return false;
        }
        await MournAsync(session, end, _time.GetElapsedTime(connectedAt), stop).ConfigureAwait(false);
        return end is not null;
    }

    /// <summary>Subscribes to commands and receipts. A platform that does not let us is no reason not to send.</summary>
    private async Task ListenAsync(IMqttSession session, CancellationToken stop)
    {
        if (_subscriptionsEnded == MostSubscriptionsEnded) return;
        using var patience = new CancellationTokenSource(_subscribeTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        string? trouble;
        try
        {
            var result = await session.SubscribeAsync(_desk.Subscriptions, either.Token).ConfigureAwait(false);
            // Some brokers end the connection of a client that may not subscribe; asking for ever would keep it from sending.
            _subscriptionsEnded = result.Sent ? 0 : _subscriptionsEnded + 1;
            trouble = result.Sent ? MqttReasons.OfRefused(result) : "the connection ended";
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            trouble = "no answer";
        }
        if (trouble is not null && trouble != _listenTrouble) Log.CannotListen(_logger, _feed.Name, trouble);
        _listenTrouble = trouble;
    }

    /// <summary>An attempt failed.</summary>
    private async Task ExplainAsync(MqttConnectResult result, Wording trouble, CancellationToken stop)
    {
        var pause = _policy.AfterAttempt(result);
        _condition.CannotConnect(trouble, pause, _attempts);
        await PauseAsync(pause, stop).ConfigureAwait(false);
    }

    /// <summary>A connection ended.</summary>
    /// <param name="end">Null when we end it ourselves, to begin the session anew.</param>
    private async Task MournAsync(IMqttSession session, MqttConnectionEnd? end, TimeSpan lived, CancellationToken stop)
    {
        _condition.Progressed(_traffic);
        var pause = _policy.AfterConnection(end ?? new MqttConnectionEnd(MqttReasonCode.PacketIdentifierInUse, ByBroker: false, ""), lived);
        if (end is null)
        {
            _beginsAnew = true;
            _condition.BeginsAnew(pause, _attempts);
            await session.DisconnectAsync(stop).ConfigureAwait(false);
        }
        else
        {
            _condition.Lost(end, pause, _attempts);
        }
        await PauseAsync(pause, stop).ConfigureAwait(false);
    }

    /// <summary>What is said first on each connection: here we are, and who we are (kept by the broker, and once more for those who listen now).</summary>
    private IEnumerable<MqttPublish> Introduction(MqttLimits limits)
    {
        var birth = _announcements.Birth(_attempts, NowMs, _around.Clock(), _around.Layout, _around.Buffer.Snapshot.Epochs, [.. LaneText.All.Select(PositionOf)], retain: true);
        IEnumerable<MqttPublish> messages = [_announcements.Status(GatewayState.Online, _attempts, NowMs), birth, birth with { Retain = false }];
        return limits.RetainAvailable ? messages : messages.Select(message => message with { Retain = false }).DistinctBy(message => message.Topic);
    }

    /// <summary>What the points of a layout mean.</summary>
    private IEnumerable<MqttPublish> Descriptor(Layout layout, MqttLimits limits)
    {
        int mostBytes = Math.Min(Announcements.MostDescriptorBytes, (limits.MaximumPacketSize ?? int.MaxValue) - Announcements.PacketOverhead);
        return _announcements.Descriptor(layout, mostBytes).Select(message => message with { Retain = limits.RetainAvailable });
    }

    private LanePosition PositionOf(Lane lane)
    {
        var extent = _around.Buffer.Extent(lane);
        bool isTaken = _traffic.Lanes.Any(l => l.Ledger.Lane == lane);
        long? acknowledged = isTaken ? _around.Buffer.BookmarkOf(_feed.Name, lane).Acknowledged : null;
        return new LanePosition(lane, extent.Next, extent.Oldest, acknowledged);
    }

    /// <summary>Waits for its turn, and no longer than it must when there is an alarm to send.</summary>
    private async Task PauseAsync(ReconnectPause pause, CancellationToken stop)
    {
        await Task.Delay(pause.UrgentWait, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var turn = pause.Wait - pause.UrgentWait;
        if (turn <= TimeSpan.Zero || stop.IsCancellationRequested) return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var rest = Task.Delay(turn, _time, either.Token);
        var alarm = _feed.SendsAlarms ? _around.Buffer.WaitForMoreAsync(Lane.Event, _around.Buffer.BookmarkOf(_feed.Name, Lane.Event).Acknowledged, either.Token).AsTask() : rest;
        await Task.WhenAny(rest, alarm).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(rest, alarm).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private TimeSpan Now() => _time.GetElapsedTime(_started);

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
