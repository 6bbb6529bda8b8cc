using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Core.Site;
using Gateway.Core.Tests.Forwarding.Commands;
using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding;

/// <summary>Each number of forwarding moves when its cause happens, and only then.</summary>
public sealed class MetricsTests : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _counts = [];
    private readonly ConcurrentDictionary<string, bool> _reasons = [];
    private readonly string _name = $"measured-{Guid.NewGuid():N}";

    public MetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "envgw.forwarding") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Take(instrument, 1, tags));
        _listener.Start();
    }

    private FeedModel Feed => TestFeeds.Feed() with { Name = _name, Compress = false };

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Connecting_sending_and_losing_the_connection_are_counted()
    {
        await using var bench = new FeedBench(Feed).Start();
        await bench.PassUntil(() => bench.Loop.Snapshot().IsConnected);
        Assert.Equal(1, Of("connects"));
        await bench.StoreAsync(3);
        await bench.PassUntil(() => Of("messages") == 3);
        Assert.Equal(3 * FeedBench.Points, Of("readings"));
        Assert.True(Of("bytes") >= bench.Broker.Received.Where(m => m.Topic.EndsWith("/live", StringComparison.Ordinal)).Sum(m => m.Payload.Length));
        Assert.True(Of("acknowledge.duration") >= 3);

        Assert.Equal(0, Of("connections.ended"));
        bench.Broker.Drop();
        await bench.PassUntil(() => Of("connects") == 2);
        Assert.Equal(1, Of("connections.ended"));
        Assert.Equal(0, Of("refused") + Of("quarantined") + Of("gone") + Of("delivered") + Of("disagreed") + Of("commands"));
    }

    [Fact]
    public async Task What_a_broker_refuses_and_what_is_put_aside_are_counted()
    {
        await using var bench = new FeedBench(Feed);
        bool IsLive(MqttPublish message) => message.Topic.EndsWith("/live", StringComparison.Ordinal);
        bench.Broker.Script = message => IsLive(message) ? new BrokerAnswer(BrokerAction.Answer, MqttReasonCode.QuotaExceeded) : BrokerAnswer.Accept;
        bench.Start();
        await bench.StoreAsync(1);
        await bench.PassUntil(() => Of("refused") >= 1);
        Assert.Equal(0, Of("messages"));
        bench.Broker.Script = message => IsLive(message) ? new BrokerAnswer(BrokerAction.Answer, MqttReasonCode.PayloadFormatInvalid) : BrokerAnswer.Accept;
        await bench.PassUntil(() => Of("quarantined") == 1);
        bench.Broker.Script = _ => BrokerAnswer.Accept;
        await bench.StoreAsync(1);
        await bench.PassUntil(() => Of("messages") == 1);
    }

    [Fact]
    public void A_brokers_own_words_make_no_number_of_their_own()
    {
        foreach (string words in (string[])["quota full at 12:01", "quota full at 12:02"])
            ForwardingMetrics.Refused(_name, Lane.Live, new MqttPublishResult(MqttPublishOutcome.Answered, MqttReasonCode.QuotaExceeded, words));
        Assert.Equal(2, Of("refused"));
        Assert.Equal("0x97 QuotaExceeded", Assert.Single(_reasons.Keys));
    }

    [Fact]
    public async Task What_is_gone_before_its_turn_is_counted()
    {
        await using var bench = new FeedBench(Feed);
        bench.Broker.Refusal = _ => new MqttConnectResult(MqttConnectOutcome.Unreachable, default, false, MqttLimits.Unstated, "down");
        bench.Start();
        await bench.StoreAsync(4);
        bench.Store.Commit(new StoreTransaction { Drops = { new Drop(Lane.Live, 1, 2, 8, DropReason.Size, 1_763_757_000_000) } });
        bench.Broker.Refusal = _ => null;
        await bench.RestartAsync();
        await bench.PassUntil(() => Of("messages") == 2);
        Assert.Equal(2, Of("gone"));
        Assert.True(Of("connects") >= 2);
    }

    [Fact]
    public async Task Receipts_and_commands_are_counted()
    {
        await using var bench = new CommandBench(Feed);
        await bench.StoreAsync(3);
        await bench.PassUntil(() => bench.Buffer.BookmarkOf(_name, Lane.Live).Acknowledged == 3);
        Receive(bench, "ack/live", $$"""{"epoch":"{{bench.Buffer.Snapshot.Epoch}}","through":2}""");
        await bench.PassUntil(() => Of("delivered") == 2);
        Receive(bench, "ack/live", $$"""{"epoch":"{{bench.Buffer.Snapshot.Epoch}}","through":9}""");
        await bench.PassUntil(() => Of("disagreed") == 1);
        Assert.Equal(0, Of("commands"));
        Receive(bench, "cmd/describe", "{}");
        await bench.PassUntil(() => Of("commands") == 1);
    }

    private static void Receive(FeedBench bench, string topic, string json) =>
        bench.Broker.Deliver(new MqttPublish { Topic = $"{bench.Feed.TopicRoot}/{topic}", Payload = Encoding.UTF8.GetBytes(json) });

    private double Of(string name) => _counts.GetValueOrDefault($"envgw.forwarding.{name}");

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!tags.Contains(new("feed", _name))) return;
        _counts.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
        foreach (var (key, of) in tags)
        {
            if (key == "reason") _reasons[$"{of}"] = true;
        }
    }
}
