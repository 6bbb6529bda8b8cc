using System.Diagnostics.Metrics;
using Gateway.Core.Buffering;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>The meter of this room: rates that are counters and not log lines.</summary>
internal static class ForwardingMetrics
{
    private static readonly Meter _meter = new("envgw.forwarding");

    /// <summary>Attempts to connect, by outcome.</summary>
    private static readonly Counter<long> _connects = _meter.CreateCounter<long>("envgw.forwarding.connects");

    /// <summary>Messages and readings that the broker acknowledged.</summary>
    private static readonly Counter<long> _messages = _meter.CreateCounter<long>("envgw.forwarding.messages");
    private static readonly Counter<long> _readings = _meter.CreateCounter<long>("envgw.forwarding.readings");

    /// <summary>Payload handed to the session, repeats included.</summary>
    private static readonly Counter<long> _bytes = _meter.CreateCounter<long>("envgw.forwarding.bytes", "By");

    /// <summary>Publishes that were not accepted, by reason.</summary>
    private static readonly Counter<long> _refused = _meter.CreateCounter<long>("envgw.forwarding.refused");

    /// <summary>Messages put aside for good.</summary>
    private static readonly Counter<long> _quarantined = _meter.CreateCounter<long>("envgw.forwarding.quarantined");

    /// <summary>Messages that the store no longer had when their turn came.</summary>
    private static readonly Counter<long> _gone = _meter.CreateCounter<long>("envgw.forwarding.gone");

    /// <summary>Messages for which the platform has given its receipt.</summary>
    private static readonly Counter<long> _delivered = _meter.CreateCounter<long>("envgw.forwarding.delivered");

    /// <summary>Receipts that claim more than there is.</summary>
    private static readonly Counter<long> _disagreed = _meter.CreateCounter<long>("envgw.forwarding.disagreed");

    public static void Delivered(string feed, Lane lane, long messages) => _delivered.Add(messages, new("feed", feed), new("lane", LaneText.Of(lane)));

    public static void Disagreed(string feed, Lane lane) => _disagreed.Add(1, new("feed", feed), new("lane", LaneText.Of(lane)));

    public static void Connected(string feed, MqttConnectOutcome outcome) => _connects.Add(1, new("feed", feed), new("outcome", outcome));

    public static void Published(string feed, int bytes) => _bytes.Add(bytes, new KeyValuePair<string, object?>("feed", feed));

    public static void Sent(string feed, Lane lane, int readings)
    {
        KeyValuePair<string, object?> ofFeed = new("feed", feed);
        KeyValuePair<string, object?> ofLane = new("lane", LaneText.Of(lane));
        _messages.Add(1, ofFeed, ofLane);
        if (readings > 0) _readings.Add(readings, ofFeed, ofLane);
    }

    public static void Refused(string feed, Lane lane, MqttPublishResult result) =>
        _refused.Add(1, new("feed", feed), new("lane", LaneText.Of(lane)), new("reason", MqttReasons.Of(result)));

    public static void Quarantined(string feed, Lane lane) => _quarantined.Add(1, new("feed", feed), new("lane", LaneText.Of(lane)));

    public static void Gone(string feed, Lane lane, long messages) => _gone.Add(messages, new("feed", feed), new("lane", LaneText.Of(lane)));
}
