using System.Diagnostics.Metrics;
using Gateway.Core.Buffering;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>The meter of this room: rates that are counters and not log lines.</summary>
internal static class ForwardingMetrics
{
    private static readonly Meter _meter = new("envgw.forwarding");

    private static readonly Counter<long> _connects = _meter.CreateCounter<long>("envgw.forwarding.connects", "{attempt}", "Attempts to connect, by outcome");

    private static readonly Counter<long> _ended = _meter.CreateCounter<long>("envgw.forwarding.connections.ended", "{connection}", "Connections that ended, by cause");

    private static readonly Counter<long> _messages = _meter.CreateCounter<long>("envgw.forwarding.messages", "{message}", "Messages that the broker acknowledged");
    private static readonly Counter<long> _readings = _meter.CreateCounter<long>("envgw.forwarding.readings", "{reading}", "Readings in them");
    private static readonly Counter<long> _bytes = _meter.CreateCounter<long>("envgw.forwarding.bytes", "By", "Payload handed to the client, repeats included");

    private static readonly Histogram<double> _answers =
        _meter.CreateHistogram<double>("envgw.forwarding.acknowledge.duration", "s", "From sending a message to the broker's answer");

    private static readonly Counter<long> _refused = _meter.CreateCounter<long>("envgw.forwarding.refused", "{message}", "Messages that the broker did not accept, by reason");
    private static readonly Counter<long> _quarantined = _meter.CreateCounter<long>("envgw.forwarding.quarantined", "{message}", "Messages put aside for good");

    private static readonly Counter<long> _gone =
        _meter.CreateCounter<long>("envgw.forwarding.gone", "{message}", "Messages that the store no longer had when their turn came");

    private static readonly Counter<long> _delivered = _meter.CreateCounter<long>("envgw.forwarding.delivered", "{message}", "Messages that the platform has confirmed");
    private static readonly Counter<long> _disagreed = _meter.CreateCounter<long>("envgw.forwarding.disagreed", "{receipt}", "Receipts that do not fit what was sent");
    private static readonly Counter<long> _commands = _meter.CreateCounter<long>("envgw.forwarding.commands", "{command}", "Commands that came, by verb and state");

    public static void Ended(string feed, MqttEndCause cause) => _ended.Add(1, new("feed", feed), new("cause", cause));

    public static void Answered(string feed, TimeSpan latency) => _answers.Record(latency.TotalSeconds, new KeyValuePair<string, object?>("feed", feed));

    /// <param name="verb">One of ours, so that nobody fills the memory with labels.</param>
    public static void Commanded(string feed, string verb, string state) => _commands.Add(1, new("feed", feed), new("verb", verb), new("state", state));

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
        _refused.Add(1, new("feed", feed), new("lane", LaneText.Of(lane)), new("reason", MqttReasons.CodeOf(result)));

    public static void Quarantined(string feed, Lane lane) => _quarantined.Add(1, new("feed", feed), new("lane", LaneText.Of(lane)));

    public static void Gone(string feed, Lane lane, long messages) => _gone.Add(messages, new("feed", feed), new("lane", LaneText.Of(lane)));
}
