using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Mqtt.Tests.Brokers;

namespace Gateway.Mqtt.Tests.Strict;

/// <summary>The client at a broker with a receive maximum of 2 and packets of at most 256 bytes; and that broker at clients that break its rules.</summary>
public sealed class StrictBrokerTests
{
    private const string Connect = "1010 0004 4D515454 05 02 003C 00 0003 626164";
    private const string Publish1 = "3209 000474657374 0001 00";

    [Theory]
    [InlineData("C000", null, MqttReasonCode.ProtocolError)]                                                // CONNECT does not come first
    [InlineData(Connect, Connect, MqttReasonCode.ProtocolError)]
    [InlineData(Connect, Publish1 + "3209 000474657374 0002 00" + "3209 000474657374 0003 00", MqttReasonCode.ReceiveMaximumExceeded)]
    [InlineData(Connect, Publish1 + Publish1, MqttReasonCode.ProtocolError)]                                // a packet identifier in use
    [InlineData(Connect, "3A09 000474657374 0001 00", MqttReasonCode.ProtocolError)]                        // DUP in a new session
    [InlineData(Connect, "30FF01", MqttReasonCode.PacketTooLarge)]                                          // 258 bytes are announced
    [InlineData(Connect, "300A 000474657374 03 230003", MqttReasonCode.TopicAliasInvalid)]
    [InlineData(Connect, "3006 0000 03 230001", MqttReasonCode.ProtocolError)]                              // an alias that was not introduced
    [InlineData(Connect, "3409 000474657374 0001 00", MqttReasonCode.QoSNotSupported)]
    [InlineData(Connect, "3009 000474657374 020B01", MqttReasonCode.ProtocolError)]                         // a subscription identifier
    [InlineData(Connect, "3003 0000 00", MqttReasonCode.TopicNameInvalid)]
    [InlineData(Connect, "3006 0003612F23 00", MqttReasonCode.TopicNameInvalid)]
    [InlineData(Connect, "40020007", MqttReasonCode.ProtocolError)]                                         // PUBACK for nothing
    [InlineData(Connect, "50020007", MqttReasonCode.ProtocolError)]
    [InlineData(Connect, "D000", MqttReasonCode.ProtocolError)]                                             // a server's packet
    [InlineData(Connect, "F000", MqttReasonCode.ProtocolError)]
    [InlineData(Connect, "36FFFFFFFF01", MqttReasonCode.MalformedPacket)]
    [InlineData(Connect, "8003 0001 00", MqttReasonCode.MalformedPacket)]                                   // reserved flags
    public async Task A_violation_is_answered_with_its_reason_code(string first, string? then, MqttReasonCode reason)
    {
        await using var broker = new StrictBroker();
        using var client = await ConnectAsync(broker);
        await client.SendAsync(first);
        if (then is not null)
        {
            Assert.Equal("20120000" + "0F" + "210002" + "2401" + "2501" + "2700000100" + "220002", await client.ReadHexAsync());
            await client.SendAsync(then);
        }

        string answer = await client.ReadHexAsync();
        while (answer.StartsWith("40", StringComparison.Ordinal)) answer = await client.ReadHexAsync();   // what was lawful before it
        Assert.Equal(then is null ? $"200300{(byte)reason:X2}00" : $"E001{(byte)reason:X2}", answer);
        Assert.Empty(await client.ReadAsync());
        Assert.Equal([reason], broker.Violations.Entries);
    }

    [Fact]
    public async Task Retained_messages_are_refused_where_they_are_not_offered()
    {
        await using var broker = new StrictBroker(new StrictLimits { RetainAvailable = false });
        using var client = await ConnectAsync(broker);
        await client.SendAsync(Connect);
        await client.ReadAsync();
        await client.SendAsync("3107 000474657374 00");
        Assert.Equal("E0019A", await client.ReadHexAsync());
    }

    [Fact]
    public async Task A_thousand_messages_of_every_kind_break_no_rule_and_arrive_in_order()
    {
        const int Count = 1000;
        await using var broker = new StrictBroker();
        await using var client = await SessionAsync(broker);
        Assert.Equal((2, 256, 2), (client.Session.Window, client.Limits.MaximumPacketSize, client.Limits.TopicAliasMaximum));

        var random = new Random(4);
        MqttPublish[] messages = [.. Enumerable.Range(0, Count).Select(i => Message(random, i))];
        Task<MqttPublishResult>[] publishing = [.. messages.Select(m => client.Session.PublishAsync(m, default).AsTask())];
        var results = await Task.WhenAll(publishing).WaitAsync(Patience.Limit);

        var received = await broker.Received.WaitForCountAsync(Count);
        Assert.All(results, r => Assert.Equal(MqttPublishOutcome.Answered, r.Outcome));
        foreach (int quality in (int[])[0, 1])
            Assert.Equal(
                messages.Where(m => m.QualityOfService == quality).Select(Describe),
                received.Where(m => m.QualityOfService == quality).Select(Describe));
        Assert.Empty(broker.Violations.Entries);
    }

    [Fact]
    public async Task A_message_that_does_not_fit_is_given_back_and_the_others_go_on()
    {
        await using var broker = new StrictBroker();
        await using var client = await SessionAsync(broker);
        for (int size = 200; size < 300; size++)
        {
            var message = new MqttPublish { Topic = "site/a", Payload = new byte[size], ContentType = "application/json" };
            bool fits = 1 + 2 + 8 + 2 + 1 + 19 + size <= 256;
            var result = await client.Session.PublishAsync(message, default).AsTask().WaitAsync(Patience.Limit);
            Assert.Equal(fits ? MqttPublishOutcome.Answered : MqttPublishOutcome.TooLarge, result.Outcome);
        }
        Assert.Empty(broker.Violations.Entries);
        Assert.Equal(24, broker.Received.Count);
    }

    [Fact]
    public async Task Through_cuts_of_the_line_before_the_answer_nothing_is_missing_and_nothing_is_out_of_order()
    {
        const int Count = 300;
        await using var broker = new StrictBroker();
        var cut = new HashSet<int>();
        // Each seventh message is taken, and its answer lost once.
        broker.CutsBeforeAnswering = m => NumberOf(m) % 7 == 3 && cut.Add(NumberOf(m));
        await using var client = await SessionAsync(broker);

        var flying = new List<Task<MqttPublishResult>>();
        for (int next = 0; next < Count || flying.Count > 0;)
        {
            if (client.Session.Ended.IsCompleted) Assert.True((await client.Session.ConnectAsync(default)).SessionPresent);
            // No more than the window holds: so nothing waits for it and is given back unsent when the line is cut.
            while (flying.Count < 2 && next < Count)
            {
                var publishing = client.Session.PublishAsync(Numbered("site/line", next), default).AsTask();
                if (publishing.IsCompleted && (await publishing).Outcome == MqttPublishOutcome.NotSent) break;
                flying.Add(publishing);
                next++;
            }
            await Task.WhenAny([client.Session.Ended, .. flying]).WaitAsync(Patience.Limit);
            foreach (var settled in flying.Where(f => f.IsCompleted)) Assert.Equal(MqttPublishOutcome.Answered, (await settled).Outcome);
            flying.RemoveAll(f => f.IsCompleted);
        }

        Assert.True(cut.Count > Count / 8, "the line was cut");
        Assert.Empty(broker.Violations.Entries);
        var received = broker.Received.Entries;
        Assert.Equal(Enumerable.Range(0, Count), received.Select(NumberOf).Distinct());
        Assert.All(received.GroupBy(NumberOf).SelectMany(g => g.Skip(1)), m => Assert.True(m.Duplicate));
    }

    [Fact]
    public async Task Commands_come_within_our_receive_maximum_and_none_is_missing_through_cuts_of_the_line()
    {
        const int Count = 100;
        await using var broker = new StrictBroker();
        await using var client = await SessionAsync(broker, o => o with { ReceiveMaximum = 3 });
        await client.Session.SubscribeAsync([new("site/cmd/+")], default);
        using var deadline = new CancellationTokenSource(Patience.Limit);
        var incoming = client.Session.IncomingAsync(deadline.Token).GetAsyncEnumerator(deadline.Token);

        var got = new List<int>();
        var repeats = new List<MqttPublish>();
        for (int i = 0; i < Count; i++) broker.Publish(Numbered("site/cmd/x", i));
        while (got.Count < Count)
        {
            Assert.True(await incoming.MoveNextAsync());
            bool isRepeat = got.Contains(NumberOf(incoming.Current));
            if (isRepeat) repeats.Add(incoming.Current);
            else got.Add(NumberOf(incoming.Current));
            if (isRepeat || got.Count % 30 != 0) continue;
            broker.Cut("gw");
            await client.Session.Ended.WaitAsync(Patience.Limit);
            Assert.True((await client.Session.ConnectAsync(default)).SessionPresent);
        }
        await incoming.DisposeAsync();

        Assert.Equal(Enumerable.Range(0, Count), got);
        // An acknowledgement may die with the line, and the message then comes again.
        Assert.All(repeats, m => Assert.True(m.Duplicate));
        Assert.Equal(0, client.Session.Counters.ReceivedBeyondMaximum);
        Assert.Empty(broker.Violations.Entries);
    }

    [Fact]
    public async Task Retained_messages_and_the_will_are_kept_and_published_in_full()
    {
        await using var broker = new StrictBroker();
        var will = new MqttPublish { Topic = "site/status", Payload = "offline"u8.ToArray(), Retain = true };
        await using var client = await SessionAsync(broker, o => o with { Will = new MqttWill(will) });
        await client.Session.PublishAsync(will with { Payload = "online"u8.ToArray() }, default);

        await using (var platform = await SessionAsync(broker, o => o with { ClientIdentifier = "platform" }))
        {
            await platform.Session.SubscribeAsync([new("site/#")], default);
            using var deadline = new CancellationTokenSource(Patience.Limit);
            await using var incoming = platform.Session.IncomingAsync(deadline.Token).GetAsyncEnumerator(deadline.Token);
            Assert.True(await incoming.MoveNextAsync());
            Assert.Equal("online", Encoding.UTF8.GetString(incoming.Current.Payload.Span));

            broker.Cut("gw");
            Assert.True(await incoming.MoveNextAsync());
            Assert.Equal("offline", Encoding.UTF8.GetString(incoming.Current.Payload.Span));
            await platform.Session.DisconnectAsync(default);
        }
        Assert.Empty(broker.Violations.Entries);
    }

    private static async Task<FakeBrokerConnection> ConnectAsync(StrictBroker broker)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, broker.Port);
        return new FakeBrokerConnection(socket);
    }

    private static async Task<StrictClient> SessionAsync(StrictBroker broker, Func<MqttSessionOptions, MqttSessionOptions>? configure = null)
    {
        var options = new MqttSessionOptions
        {
            Host = "127.0.0.1",
            Port = broker.Port,
            ClientIdentifier = "gw",
            Protocol = MqttProtocolPreference.Version5Only,
        };
        var session = new MqttSession(configure?.Invoke(options) ?? options, TimeProvider.System);
        var result = await session.ConnectAsync(default);
        Assert.True(result.Outcome == MqttConnectOutcome.Connected, result.Detail);
        return new StrictClient(session, result.Limits);
    }

    private static MqttPublish Message(Random random, int number) => Numbered($"site/{random.Next(5)}", number) with
    {
        QualityOfService = random.Next(4) == 0 ? 0 : 1,
        Retain = random.Next(10) == 0,
        ContentType = random.Next(2) == 0 ? "application/json" : null,
        UserProperties = random.Next(2) == 0 ? [new("unit", "mg/L")] : [],
    };

    private static MqttPublish Numbered(string topic, int number) =>
        new() { Topic = topic, Payload = Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)) };

    private static int NumberOf(MqttPublish message) => int.Parse(message.Payload.Span, CultureInfo.InvariantCulture);

    private static string Describe(MqttPublish message) =>
        $"{message.Topic} {NumberOf(message)} {message.QualityOfService} {message.Retain} {message.ContentType} {string.Join(',', message.UserProperties)}";

    private sealed record StrictClient(MqttSession Session, MqttLimits Limits) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Session.DisposeAsync();
    }
}
