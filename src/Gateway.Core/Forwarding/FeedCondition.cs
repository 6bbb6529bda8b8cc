using Gateway.Core.Buffering;
using Gateway.Core.Documents;
using Gateway.Core.Site;
using Gateway.Mqtt;
using Microsoft.Extensions.Logging;

namespace Gateway.Core.Forwarding;

/// <summary>How a feed is: kept by its loop, read by anybody. Logs what changes and not what stays.</summary>
internal sealed class FeedCondition
{
    private readonly FeedModel _feed;
    private readonly DurableBuffer _buffer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private volatile FeedConnection _connection;
    private volatile FeedProgress _progress;
    private volatile UnansweredConnections _unanswered = new(0, 0);
    private Wording? _loggedTrouble;

    public FeedCondition(FeedModel feed, DurableBuffer buffer, TimeProvider time, ILogger logger, FeedTraffic traffic)
    {
        _feed = feed;
        _buffer = buffer;
        _time = time;
        _logger = logger;
        _connection = new FeedConnection(false, time.GetUtcNow());
        _progress = FeedProgress.Of(traffic);
    }

    public void Connected(bool resumed, long attempts)
    {
        _loggedTrouble = null;
        _connection = _connection with { IsConnected = true, Since = _time.GetUtcNow(), Kind = null, NextAttempt = null, Attempts = attempts };
        Log.Connected(_logger, _feed.Name, _feed.Host, _feed.Port, resumed);
    }

    public void CannotConnect(Wording trouble, ReconnectPause pause, long attempts)
    {
        if (_loggedTrouble != trouble) Log.CannotConnect(_logger, _feed.Name, _feed.Host, _feed.Port, trouble.English);
        _loggedTrouble = trouble;
        Unconnected(trouble, pause, attempts);
    }

    public void Lost(MqttConnectionEnd end, ReconnectPause pause, long attempts)
    {
        var trouble = MqttReasons.Of(end);
        ForwardingMetrics.Ended(_feed.Name, end.Cause);
        _unanswered = _unanswered.After(end.Cause, _progress.SentMessages);
        if (_unanswered.Count == UnansweredConnections.Most) Log.Unanswered(_logger, _feed.Name, _unanswered.Count);
        if (pause.Trouble == ReconnectTrouble.TakenOver) Log.TakenOver(_logger, _feed.Name, _feed.ClientIdentifier, pause.Wait);
        else Log.Lost(_logger, _feed.Name, trouble.English);
        Unconnected(trouble, pause, attempts);
    }

    public void BeginsAnew(ReconnectPause pause, long attempts)
    {
        Log.BeginsAnew(_logger, _feed.Name);
        Unconnected(("the broker is out of step with our session", "服务器与本机会话不同步"), pause, attempts);
    }

    public void Failed(Exception mistake, ReconnectPause pause, long attempts)
    {
        Log.Failed(_logger, mistake, _feed.Name, pause.Wait);
        Unconnected(("internal error", "内部错误"), pause, attempts);
    }

    public void Stopped(int unacknowledged)
    {
        Log.Stopped(_logger, _feed.Name, unacknowledged);
        _connection = _connection with { IsConnected = false, Since = _time.GetUtcNow(), NextAttempt = null };
    }

    public void Progressed(FeedTraffic traffic) => _progress = FeedProgress.Of(traffic);

    public FeedSnapshot Snapshot()
    {
        var connection = _connection;
        var progress = _progress;
        return new FeedSnapshot
        {
            Feed = _feed.Name,
            IsConnected = connection.IsConnected,
            Since = connection.Since,
            Trouble = connection.Trouble,
            TroubleKind = connection.Kind,
            NextAttempt = connection.NextAttempt,
            Attempts = connection.Attempts,
            LastAcknowledged = progress.LastAcknowledged,
            Quarantined = progress.Quarantined,
            QuarantinedMessages = progress.QuarantinedMessages,
            PlatformTrouble = _unanswered.Trouble(progress.SentMessages) ?? progress.PlatformTrouble,
            SentMessages = progress.SentMessages,
            SentReadings = progress.SentReadings,
            Lanes = [.. progress.Lanes.Select(lane => lane.Snapshot(_buffer)).GroupBy(lane => lane.Lane).Select(WithReceipt)],
        };
    }

    private LaneSnapshot WithReceipt(IGrouping<Lane, LaneSnapshot> parts) => parts.Aggregate(LaneSnapshot.Join) with
    {
        Stored = _buffer.Extent(parts.Key).Last,
        Delivered = _buffer.BookmarkOf(_feed.Name, parts.Key).Receipt,
    };

    private void Unconnected(Wording trouble, ReconnectPause pause, long attempts)
    {
        var now = _time.GetUtcNow();
        var since = _connection.IsConnected ? now : _connection.Since;
        _connection = new FeedConnection(false, since, trouble, pause.Trouble, now + pause.Wait, attempts);
    }
}
