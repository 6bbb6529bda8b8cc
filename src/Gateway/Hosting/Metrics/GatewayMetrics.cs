using System.Diagnostics.Metrics;
using Gateway.Core.Acquisition;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;

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
        _meter.CreateObservableGauge("envgw.history.size", History, "By", "Of all day files");
        _meter.CreateObservableGauge("envgw.feed.connected", () => OfFeeds(feed => feed.IsConnected ? 1 : 0), null, "1 while the broker is connected");
        _meter.CreateObservableCounter("envgw.feed.attempts", () => OfFeeds(feed => feed.Attempts), "{attempt}", "Attempts to connect");
        _meter.CreateObservableGauge("envgw.feed.waiting", () => OfLanes(lane => lane.Waiting), "{message}", "Stored and not yet acknowledged by the broker");
        _meter.CreateObservableGauge("envgw.feed.in_flight", () => OfLanes(lane => lane.InFlight), "{message}", "Sent and not yet acknowledged");
        _meter.CreateObservableGauge("envgw.feed.waiting.age", () => OfLanes(AgeOf), "s", "Of the oldest that waits; 0 when none does");
        _meter.CreateObservableGauge("envgw.clock.state", Clock, null, "1 for the state that the wall clock is in");
    }

    /// <summary>All of the gateway's numbers as they are now, in the Prometheus text format.</summary>
    public string Text() => PrometheusText.Of(_collector.Collect());

    public void Dispose() => _meter.Dispose();

    private double AgeOf(LaneSnapshot lane) => lane.WaitingSince is { } since ? Math.Max(0, (_rooms.Now - since).TotalSeconds) : 0;

    private IEnumerable<Measurement<long>> OfBuses(Func<BusSnapshot, long> number) =>
        _rooms.Buses.Select(bus => new Measurement<long>(number(bus), new KeyValuePair<string, object?>("bus", bus.Name)));

    private IEnumerable<Measurement<long>> OfFeeds(Func<FeedSnapshot, long> number) =>
        _rooms.Feeds.Select(feed => new Measurement<long>(number(feed), new KeyValuePair<string, object?>("feed", feed.Feed)));

    private IEnumerable<Measurement<double>> OfLanes(Func<LaneSnapshot, double> number) =>
        from feed in _rooms.Feeds
        from lane in feed.Lanes
        select new Measurement<double>(number(lane), new("feed", feed.Feed), new("lane", LaneText.Of(lane.Lane)));

    private IEnumerable<Measurement<long>> Alarms() => _rooms.Alarms
        .CountBy(alarm => alarm.Shown)
        .Select(count => new Measurement<long>(count.Value, new KeyValuePair<string, object?>("state", count.Key.ToString())));

    private IEnumerable<Measurement<long>> History() => _rooms.History is { } history ? [new(history.SizeBytes)] : [];

    private IEnumerable<Measurement<long>> Clock() => Enum.GetValues<ClockState>()
        .Select(state => new Measurement<long>(state == _rooms.Clock ? 1 : 0, new KeyValuePair<string, object?>("state", state.ToString())));
}
