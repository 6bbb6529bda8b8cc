using System.Text;

namespace Gateway.Mqtt.Tests.Contract;

/// <summary>What a session must do with a real broker, whoever wrote it.</summary>
/// <remarks>One derived class for each broker, protocol version and transport. A broker may serve several tests, and keep what they retained.</remarks>
public abstract class MqttSessionContract : IAsyncLifetime
{
    private readonly List<IMqttSession> _sessions = [];
    private IBroker? _broker;

    protected IBroker Broker => _broker ?? throw new InvalidOperationException("The broker has not been started.");

    protected abstract bool IsVersion5 { get; }

    /// <summary>Whether a subscription with a wildcard gets what was retained before it, as MQTT wants it.</summary>
    protected virtual bool GivesRetainedToWildcards => true;

    /// <summary>Whether the broker still knows a session when it was killed and started again.</summary>
    protected virtual bool KeepsSessionsThroughAKill => false;

    /// <summary>The broker of one test.</summary>
    protected abstract Task<IBroker> StartBrokerAsync();

    /// <summary>The test is over.</summary>
    protected virtual ValueTask ReleaseAsync(IBroker broker) => broker.DisposeAsync();

    /// <summary>Makes a session; the version is the derived class's.</summary>
    protected abstract IMqttSession Create(MqttSessionOptions options, TimeProvider time);

    public async ValueTask InitializeAsync() => _broker = await StartBrokerAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions) await session.DisposeAsync();
        await ReleaseAsync(Broker);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_published_message_reaches_a_subscriber(int quality)
    {
        await using var subscriber = await MosquittoSubscriber.StartAsync(Broker, ["envgw/#"]);
        var session = await ConnectedAsync();
        var result = await session.PublishAsync(Message("envgw/a", "21.5 °C") with { QualityOfService = quality }, default);

        Assert.Equal(new MqttPublishResult(MqttPublishOutcome.Answered, MqttReasonCode.Success), result);
        var received = await subscriber.WaitForAsync(m => m.Topic == "envgw/a");
        Assert.Equal(("21.5 °C", quality, false), (received.Text, received.Qos, received.Retain));
    }

    [Fact]
    public async Task A_retained_message_reaches_a_subscriber_that_comes_later()
    {
        var session = await ConnectedAsync();
        await session.PublishAsync(Message("envgw/status", "online") with { Retain = true }, default);

        await using var subscriber = await MosquittoSubscriber.StartAsync(Broker, ["envgw/status"]);
        var received = await subscriber.WaitForAsync(_ => true);
        Assert.Equal(("online", true), (received.Text, received.Retain));
    }

    [Fact]
    public async Task Properties_reach_a_subscriber_of_MQTT_5()
    {
        await using var subscriber = await MosquittoSubscriber.StartAsync(Broker, ["envgw/#"]);
        var session = await ConnectedAsync();
        var message = Message("envgw/a", "{}") with
        {
            IsUtf8 = true,
            ContentType = "application/json",
            ResponseTopic = "envgw/reply",
            MessageExpiry = TimeSpan.FromMinutes(10),
            UserProperties = [new("unit", "mg/L")],
        };
        await session.PublishAsync(message, default);

        var received = await subscriber.WaitForAsync(_ => true);
        (string, string, string) expected = IsVersion5 ? ("application/json", "envgw/reply", "unit:mg/L") : ("", "", "");
        Assert.Equal(expected, (received.ContentType, received.ResponseTopic, received.UserProperties));
        Assert.Equal(IsVersion5, received.ExpiryInterval.Length > 0);
    }

    [Fact]
    public async Task The_broker_tells_whether_anybody_subscribes()
    {
        var session = await ConnectedAsync();
        var result = await session.PublishAsync(Message("envgw/nobody", "1"), default);
        Assert.Equal(IsVersion5 ? MqttReasonCode.NoMatchingSubscribers : MqttReasonCode.Success, result.Reason);
    }

    [Fact]
    public async Task The_will_is_published_when_the_connection_ends_without_DISCONNECT()
    {
        await using var subscriber = await MosquittoSubscriber.StartAsync(Broker, ["envgw/will"]);
        var session = await ConnectedAsync(o => o with { Will = new MqttWill(Message("envgw/will", "offline")) });
        await session.DisposeAsync();
        Assert.Equal("offline", (await subscriber.WaitForAsync(_ => true)).Text);
    }

    [Fact]
    public async Task The_will_is_not_published_after_DISCONNECT()
    {
        await using var subscriber = await MosquittoSubscriber.StartAsync(Broker, ["envgw/#"]);
        var session = await ConnectedAsync(o => o with { Will = new MqttWill(Message("envgw/will", "offline")) });
        await session.DisconnectAsync(default);
        Assert.True((await session.Ended).Reason == MqttReasonCode.Success);

        await (await ConnectedAsync(o => o with { ClientIdentifier = "other" })).PublishAsync(Message("envgw/last", "1"), default);
        await subscriber.WaitForAsync(m => m.Topic == "envgw/last");
        Assert.DoesNotContain(subscriber.Messages.Entries, m => m.Topic == "envgw/will");
    }

    [Fact]
    public async Task A_resumed_session_gets_what_was_published_while_it_was_away()
    {
        var session = await ConnectedAsync();
        Assert.True((await session.SubscribeAsync([new("envgw/cmd/+")], default)).Sent);
        await session.DisconnectAsync(default);

        var other = await ConnectedAsync(o => o with { ClientIdentifier = "other" });
        await other.PublishAsync(Message("envgw/cmd/replay", "7"), default);
        Assert.True((await session.ConnectAsync(default)).SessionPresent);

        Assert.Equal("7", TextOf(await FirstAsync(session)));
    }

    [Fact]
    public async Task A_program_that_starts_again_gets_what_waits_for_it_and_publishes_with_identifiers_that_the_one_before_had_in_flight()
    {
        MqttSessionOptions Kept(MqttSessionOptions o) => o with { ClientIdentifier = "restarts", CleanStartFirst = false };
        var before = await ConnectedAsync(Kept);
        await before.SubscribeAsync([new("envgw/restarts/cmd/+")], default);
        var inFlight = Enumerable.Range(0, 20).Select(i => before.PublishAsync(Message("envgw/restarts/a", $"before {i}"), default).AsTask()).ToArray();
        // As a process dies: nothing is said, and nobody remembers what was in flight.
        await before.DisposeAsync();
        await Task.WhenAll(inFlight);
        await (await ConnectedAsync(o => o with { ClientIdentifier = "other" })).PublishAsync(Message("envgw/restarts/cmd/describe", "waiting"), default);

        var again = New(Kept(Options("restarts")));
        Assert.True((await again.ConnectAsync(default)).SessionPresent);
        Assert.Equal("waiting", TextOf(await FirstAsync(again)));
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => again.PublishAsync(Message("envgw/restarts/a", $"after {i}"), default).AsTask()));
        Assert.All(results, result => Assert.True(result is { Outcome: MqttPublishOutcome.Answered, Reason: < MqttReasonCode.UnspecifiedError }));
    }

    [Fact]
    public async Task Messages_of_a_wildcard_subscription_come_in_order_and_none_is_missing()
    {
        var receiver = await ConnectedAsync();
        var subscribed = await receiver.SubscribeAsync([new("envgw/+/in"), new("envgw/cmd/#", 0)], default);
        Assert.Equal([MqttReasonCode.GrantedQoS1, MqttReasonCode.Success], subscribed.Reasons);

        var sender = await ConnectedAsync(o => o with { ClientIdentifier = "sender" });
        var publishing = Enumerable.Range(0, 200).Select(i => sender.PublishAsync(Message($"envgw/{i % 3}/in", $"{i}"), default).AsTask()).ToArray();
        using var deadline = new CancellationTokenSource(Patience.Limit);
        var received = await receiver.IncomingAsync(deadline.Token).Take(200).Select(TextOf).ToListAsync(deadline.Token);

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), received);
        await Task.WhenAll(publishing);
    }

    [Fact]
    public async Task A_retained_message_can_be_skipped_at_subscription()
    {
        var session = await ConnectedAsync();
        await session.PublishAsync(Message("envgw/old", "old") with { Retain = true }, default);
        await session.SubscribeAsync([new("envgw/#", 1, SkipRetained: true)], default);
        await session.PublishAsync(Message("envgw/new", "new"), default);

        Assert.Equal(IsVersion5 || !GivesRetainedToWildcards ? "new" : "old", TextOf(await FirstAsync(session)));
    }

    [Fact]
    public async Task A_large_payload_arrives_whole_both_ways()
    {
        byte[] payload = new byte[200_000];
        new Random(1).NextBytes(payload);
        await using var subscriber = await MosquittoSubscriber.StartAsync(Broker, ["envgw/large"]);
        var session = await ConnectedAsync();
        await session.SubscribeAsync([new("envgw/large")], default);
        await session.PublishAsync(Message("envgw/large", "") with { Payload = payload }, default);

        Assert.Equal(payload, (await subscriber.WaitForAsync(_ => true)).Payload);
        Assert.Equal(payload, (await FirstAsync(session)).Payload.ToArray());
    }

    [Fact]
    public async Task Thousands_of_messages_arrive_once_and_in_order()
    {
        const int Count = 5000;
        await using var subscriber = await MosquittoSubscriber.StartAsync(Broker, ["envgw/#"]);
        var session = await ConnectedAsync();
        var publishing = Enumerable.Range(0, Count).Select(i => session.PublishAsync(Message("envgw/a", $"{i}"), default).AsTask()).ToArray();

        Assert.All(await Task.WhenAll(publishing), r => Assert.Equal(MqttReasonCode.Success, r.Reason));
        var received = await subscriber.Messages.WaitForCountAsync(Count);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i}"), received.Select(m => m.Text));
        Assert.Equal(0, session.InFlight);
    }

    [Fact]
    public async Task Another_client_with_our_identifier_takes_the_session_over()
    {
        var first = await ConnectedAsync();
        await ConnectedAsync();
        // Mosquitto 2.0.11 closes without saying 0x8E when the newcomer asks for a clean start.
        await first.Ended.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task A_broker_killed_and_started_again_gets_all_that_it_had_not_acknowledged()
    {
        const int Count = 10_000;
        await using var subscriber = await MosquittoSubscriber.StartAsync(Broker, ["envgw/#"]);
        var session = await ConnectedAsync();
        var publishing = Enumerable.Range(0, Count).Select(i => session.PublishAsync(Message("envgw/a", $"{i}"), default).AsTask()).ToArray();
        await publishing[Count / 4].WaitAsync(Patience.Limit);
        await Broker.KillAsync();
        await session.Ended.WaitAsync(Patience.Limit);
        await Broker.RestartAsync();
        // The witness may have lost its subscription with the broker's memory, and subscribes again by itself.
        await subscriber.SubscribedAsync(2);

        Assert.Equal(KeepsSessionsThroughAKill, (await session.ConnectAsync(default)).SessionPresent);
        var results = await Task.WhenAll(publishing).WaitAsync(Patience.Limit);
        int[] unsettled = [.. Enumerable.Range(0, Count).Where(i => results[i].Outcome != MqttPublishOutcome.Answered)];
        Assert.NotEmpty(unsettled);
        Assert.Equal(!KeepsSessionsThroughAKill, results.Any(r => r.Outcome == MqttPublishOutcome.SessionLost));
        foreach (int i in unsettled) await session.PublishAsync(Message("envgw/a", $"again {i}"), default);

        await subscriber.WaitForAsync(m => m.Text == $"again {unsettled[^1]}");
        Assert.Equal(unsettled.Select(i => $"again {i}"), subscriber.Messages.Entries.Select(m => m.Text).Where(t => t.StartsWith('a')));
    }

    [Fact]
    public async Task A_frozen_broker_is_left_and_gets_what_was_in_flight_again_when_it_runs_on()
    {
        var clock = new TestClock();
        await using var subscriber = await MosquittoSubscriber.StartAsync(Broker, ["envgw/#"]);
        var session = New(Options("frozen") with { CleanStartFirst = false }, clock);
        await session.ConnectAsync(default);
        // To some brokers a session without a subscription is none.
        await session.SubscribeAsync([new("envgw/frozen/cmd")], default);
        await session.PublishAsync(Message("envgw/a", "before"), default);

        Broker.Freeze();
        var publishing = session.PublishAsync(Message("envgw/a", "meanwhile"), default).AsTask();
        clock.Advance(TimeSpan.FromSeconds(25));
        await session.Ended.WaitAsync(Patience.Limit);
        Assert.False(publishing.IsCompleted);
        Assert.Equal(1, session.InFlight);
        Broker.Thaw();

        Assert.True((await session.ConnectAsync(default)).SessionPresent);
        Assert.Equal(MqttPublishOutcome.Answered, (await publishing.WaitAsync(Patience.Limit)).Outcome);
        await subscriber.WaitForAsync(m => m.Text == "meanwhile");
    }

    protected static MqttPublish Message(string topic, string text) => new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(text) };

    protected MqttSessionOptions Options(string identifier) => new() { Host = "127.0.0.1", Port = Broker.Port, ClientIdentifier = identifier };

    protected IMqttSession New(MqttSessionOptions options, TimeProvider? time = null)
    {
        var session = Create(options, time ?? TimeProvider.System);
        _sessions.Add(session);
        return session;
    }

    private async Task<IMqttSession> ConnectedAsync(Func<MqttSessionOptions, MqttSessionOptions>? configure = null)
    {
        var options = Options("gw");
        var session = New(configure?.Invoke(options) ?? options);
        var result = await session.ConnectAsync(default);
        Assert.True(result.Outcome == MqttConnectOutcome.Connected, result.Detail);
        Assert.Equal(IsVersion5 ? 5 : 4, result.Limits.ProtocolVersion);
        return session;
    }

    private static async Task<MqttPublish> FirstAsync(IMqttSession session)
    {
        using var deadline = new CancellationTokenSource(Patience.Limit);
        return await session.IncomingAsync(deadline.Token).FirstAsync(deadline.Token);
    }

    private static string TextOf(MqttPublish message) => Encoding.UTF8.GetString(message.Payload.Span);
}
