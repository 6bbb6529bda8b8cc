using System.Diagnostics.Metrics;
using Gateway.Core.Acquisition;
using Gateway.Core.Auditing;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Core.History;

namespace Gateway.Hosting.Metrics;

/// <summary>
/// What the rooms measure, and what they show of themselves as numbers under the meter <c>envgw.gateway</c>: those are asked for only when somebody collects.
/// </summary>
internal sealed class GatewayMetrics : IDisposable
{
    private readonly Meter _meter = new("envgw.gateway");
    private readonly GatewayRooms _rooms;
    private readonly MetricCollector _collector;

    /// <param name="collector">Of this program's meters; made before anything is counted.</param>
    public GatewayMetrics(GatewayRooms rooms, MetricCollector collector)
    {
        (_rooms, _collector) = (rooms, collector);
        _meter.CreateObservableGauge("envgw.uptime", () => (rooms.Now - rooms.Started).TotalSeconds, "s", "Since this service started");
        _meter.CreateObservableGauge("envgw.bus.open", () => OfBuses(bus => bus.State == BusState.Open ? 1 : 0), null, "1 while the bus is open");
        _meter.CreateObservableGauge(
            "envgw.bus.units.silent", () => OfBuses(bus => bus.Units.Count(unit => unit.State == UnitState.Silent)), "{unit}", "Units that do not answer");
        _meter.CreateObservableGauge("envgw.alarms", Alarms, "{alarm}", "Alarms by state");
        _meter.CreateObservableGauge("envgw.buffer.size", () => rooms.Buffer.SizeBytes, "By", "Of the store of messages");
        _meter.CreateObservableGauge("envgw.buffer.size.maximum", () => rooms.Site.Buffer.MaximumBytes, "By", "What it may have");
        _meter.CreateObservableGauge("envgw.history.size", () => OfHistory(history => history.SizeBytes), "By", "Of all day files");
        _meter.CreateObservableGauge("envgw.feed.connected", () => OfFeeds(feed => feed.IsConnected ? 1 : 0), null, "1 while the broker is connected");
        _meter.CreateObservableCounter("envgw.feed.attempts", () => OfFeeds(feed => feed.Attempts), "{attempt}", "Attempts to connect");
        _meter.CreateObservableGauge("envgw.feed.waiting", () => OfLanes(lane => lane.Waiting), "{message}", "Stored and not yet acknowledged by the broker");
        _meter.CreateObservableGauge("envgw.feed.in_flight", () => OfLanes(lane => lane.InFlight), "{message}", "Sent and not yet acknowledged");
        _meter.CreateObservableGauge("envgw.feed.waiting.age", () => OfLanes(AgeOf), "s", "Of the oldest that waits; 0 when none does");
        _meter.CreateObservableGauge(
            "envgw.feed.acknowledged.age", () => AgesOfFeeds(), "s", "Since the broker last acknowledged something; nothing before the first time");
        _meter.CreateObservableGauge("envgw.feed.parked", () => OfLanes(lane => lane.IsParked ? 1 : 0), null, "1 while the broker does not let us publish");
        _meter.CreateObservableGauge(
            "envgw.feed.unconfirmed", () =>
            OfLanes(Unconfirmed), "{message}", "Acknowledged by the broker and not confirmed by a platform that gives receipts");
        ObserveQueues(rooms);
        _meter.CreateObservableGauge("envgw.feed.quarantined", () => OfFeeds(feed => feed.Quarantined), "{message}", "Put aside now, because the broker never takes them");
        _meter.CreateObservableGauge("envgw.feed.claim", Claims, null, "1 for what can be said of everything stored for the feed");
        _meter.CreateObservableGauge("envgw.clock.state", Clock, null, "1 for the state that the wall clock is in");
    }

    private void ObserveQueues(GatewayRooms rooms)
    {
        _meter.CreateObservableGauge("envgw.scans.waiting", () => rooms.WaitingScansNow, "{scan}", "Polls that wait for processing");
        _meter.CreateObservableGauge("envgw.buffer.events.pending", () => rooms.Buffer.PendingEvents, "{event}", "Events that wait for their commit");
        _meter.CreateObservableGauge(
            "envgw.buffer.held", () => rooms.Held.TotalSeconds, "s", "Age of the oldest reading that is still in the store of messages");
        _meter.CreateObservableGauge(
            "envgw.buffer.degraded.age", () => AgeSince(rooms.Buffer.DegradedSince), "s", "Since the disk takes nothing; 0 while it does");
        _meter.CreateObservableGauge("envgw.history.waiting", () => OfHistory(history => history.Waiting), "{message}", "Not yet in history");
        _meter.CreateObservableGauge("envgw.audit.waiting", () => OfAudit(audit => audit.Waiting), "{row}", "Rows of the audit log that wait for the disk");
        _meter.CreateObservableCounter(
            "envgw.audit.not_taken", () => OfAudit(audit => audit.NotTaken), "{row}", "Entries of the audit log that could not be taken in");
        _meter.CreateObservableCounter("envgw.audit.rows", () => OfAudit(audit => audit.Head.Number), "{row}", "Rows of the audit log");
    }

    /// <summary>All of the gateway's numbers as they are now, in the Prometheus text format.</summary>
    public string Text() => PrometheusText.Of(_collector.Collect());

    public void Dispose() => _meter.Dispose();

    private double AgeOf(LaneSnapshot lane) => AgeSince(lane.WaitingSince);

    private double AgeSince(DateTimeOffset? since) => since is { } at ? Math.Max(0, (_rooms.Now - at).TotalSeconds) : 0;

    private static double Unconfirmed(LaneSnapshot lane) => lane.Delivered > 0 ? Math.Max(0, lane.Acknowledged - lane.Delivered) : 0;

    private IEnumerable<Measurement<double>> AgesOfFeeds() => _rooms.Feeds.Where(feed => feed.LastAcknowledged is not null)
        .Select(feed => new Measurement<double>(AgeSince(feed.LastAcknowledged), new KeyValuePair<string, object?>("feed", feed.Feed)));

    private IEnumerable<Measurement<long>> OfAudit(Func<AuditSnapshot, long> number) => _rooms.AuditFile is { } audit ? [new(number(audit))] : [];

    private IEnumerable<Measurement<long>> OfBuses(Func<BusSnapshot, long> number) =>
        _rooms.Buses.Select(bus => new Measurement<long>(number(bus), new KeyValuePair<string, object?>("bus", bus.Name)));

    private IEnumerable<Measurement<long>> OfFeeds(Func<FeedSnapshot, long> number) =>
        _rooms.Feeds.Select(feed => new Measurement<long>(number(feed), new KeyValuePair<string, object?>("feed", feed.Feed)));

    private IEnumerable<Measurement<long>> Claims() =>
        from feed in _rooms.Feeds
        from claim in Enum.GetValues<FeedClaim>()
        select new Measurement<long>(claim == feed.Claim ? 1 : 0, new("feed", feed.Feed), new("claim", FeedClaims.WordOf(claim)));

    private IEnumerable<Measurement<double>> OfLanes(Func<LaneSnapshot, double> number) =>
        from feed in _rooms.Feeds
        from lane in feed.Lanes
        select new Measurement<double>(number(lane), new("feed", feed.Feed), new("lane", LaneText.Of(lane.Lane)));

    private IEnumerable<Measurement<long>> Alarms() => _rooms.Alarms
        .CountBy(alarm => alarm.Shown)
        .Select(count => new Measurement<long>(count.Value, new KeyValuePair<string, object?>("state", count.Key.ToString())));

    private IEnumerable<Measurement<long>> OfHistory(Func<HistorySnapshot, long> number) => _rooms.History is { } history ? [new(number(history))] : [];

    private IEnumerable<Measurement<long>> Clock() => Enum.GetValues<ClockState>()
        .Select(state => new Measurement<long>(state == _rooms.Clock ? 1 : 0, new KeyValuePair<string, object?>("state", state.ToString())));
}
