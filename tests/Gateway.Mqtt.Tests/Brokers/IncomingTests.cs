using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Tests.Brokers;

public sealed class IncomingTests
{
    [Fact]
    public async Task A_message_is_given_with_all_that_the_broker_said_of_it()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        var sent = new MqttPublish
        {
            Topic = "cmd/replay",
            Payload = "{}"u8.ToArray(),
            QualityOfService = 1,
            Retain = true,
            Duplicate = true,
            IsUtf8 = true,
            ContentType = "application/json",
            ResponseTopic = "reply/1",
            CorrelationData = new byte[] { 1, 2 },
            MessageExpiry = TimeSpan.FromSeconds(9),
            UserProperties = [new("a", "b")],
        };
        await connection.SendAsync(Encoded(sent, 7));
        var received = await FirstAsync(test);

        Assert.Equal("{}"u8, received.Payload.Span);
        Assert.Equal([1, 2], received.CorrelationData.ToArray());
        Assert.Equal(sent.UserProperties, received.UserProperties);
        Assert.Equal(
            sent with { Payload = default, CorrelationData = default, UserProperties = [] },
            received with { Payload = default, CorrelationData = default, UserProperties = [] });
    }

    [Fact]
    public async Task A_message_of_QoS_1_is_acknowledged_when_it_is_read_and_not_before()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        await connection.SendAsync(Encoded(Message(0), 7));
        await connection.SendAsync(Encoded(Message(1) with { QualityOfService = 0 }, 0));
        await connection.SendAsync(Encoded(Message(2), 8));
        await FakeBrokerFixture.Eventually(() => test.Session.Counters.Received == 3);
        Assert.Equal(0, test.Session.Counters.BytesSent);

        await using var reader = test.Session.IncomingAsync(default).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        Assert.Equal("40020007", await connection.ReadHexAsync());
        await reader.MoveNextAsync();
        Assert.Equal("1", System.Text.Encoding.ASCII.GetString(reader.Current.Payload.Span));
        await reader.MoveNextAsync();
        Assert.Equal("40020008", await connection.ReadHexAsync());
    }

    [Fact]
    public async Task Reading_makes_room_for_more_than_the_receive_maximum_in_all()
    {
        await using var test = new FakeBrokerFixture(o => o with { ReceiveMaximum = 2 });
        using var connection = await test.ConnectAsync();
        await using var reader = test.Session.IncomingAsync(default).GetAsyncEnumerator();
        for (ushort i = 1; i <= 10; i++)
        {
            await connection.SendAsync(Encoded(Message(i), i));
            await reader.MoveNextAsync();
            Assert.Equal($"4002{i:X4}", await connection.ReadHexAsync());
        }
        Assert.False(test.Session.Ended.IsCompleted);
    }

    [Fact]
    public async Task Messages_of_QoS_0_that_nobody_reads_are_dropped_and_counted()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        for (int i = 0; i < 100; i++) await connection.SendAsync(Encoded(Message(i) with { QualityOfService = 0 }, 0));
        await FakeBrokerFixture.Eventually(() => test.Session.Counters.Received == 100);

        Assert.Equal(36, test.Session.Counters.ReceivedDropped);
        Assert.Equal("0", System.Text.Encoding.ASCII.GetString((await FirstAsync(test)).Payload.Span));
    }

    [Fact]
    public async Task What_was_not_read_before_a_resumed_connection_is_given_once_as_the_broker_sends_it_again()
    {
        await using var test = new FakeBrokerFixture();
        using (var first = await test.ConnectAsync())
        {
            await first.SendAsync(Encoded(Message(1), 7));
            await FakeBrokerFixture.Eventually(() => test.Session.Counters.Received == 1);
        }
        await test.Ended;
        using var second = await test.ConnectAsync(sessionPresent: true);
        await second.SendAsync(Encoded(Message(1) with { Duplicate = true }, 7));
        await second.SendAsync(Encoded(Message(2), 8));

        await using var reader = test.Session.IncomingAsync(default).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        Assert.True(reader.Current.Duplicate);
        Assert.Equal("40020007", await second.ReadHexAsync());
        await reader.MoveNextAsync();
        Assert.Equal("2", System.Text.Encoding.ASCII.GetString(reader.Current.Payload.Span));
    }

    [Fact]
    public async Task What_was_not_read_before_the_session_was_lost_is_still_given_but_not_acknowledged()
    {
        await using var test = new FakeBrokerFixture();
        using (var first = await test.ConnectAsync())
        {
            await first.SendAsync(Encoded(Message(1), 7));
            await FakeBrokerFixture.Eventually(() => test.Session.Counters.Received == 1);
        }
        await test.Ended;
        using var second = await test.ConnectAsync(sessionPresent: false);
        await second.SendAsync(Encoded(Message(2), 7));

        await using var reader = test.Session.IncomingAsync(default).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        Assert.Equal("1", System.Text.Encoding.ASCII.GetString(reader.Current.Payload.Span));
        await reader.MoveNextAsync();
        Assert.Equal("40020007", await second.ReadHexAsync());
        var disconnecting = test.Session.DisconnectAsync(default).AsTask();
        Assert.Equal("E000", await second.ReadHexAsync());
        second.CloseSending();
        await disconnecting.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task Subscribing_gives_one_reason_code_a_filter()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        var subscribing = test.Session.SubscribeAsync([new("a/#"), new("b", 0), new("c", 1, SkipRetained: true)], default);
        Assert.Equal("8211" + "0001" + "00" + "0003612F2301" + "00016200" + "00016321", await connection.ReadHexAsync());
        await connection.SendAsync("9006" + "0001" + "00" + "018087");
        var result = await subscribing;

        Assert.True(result.Sent);
        Assert.Equal([MqttReasonCode.GrantedQoS1, MqttReasonCode.UnspecifiedError, MqttReasonCode.NotAuthorized], result.Reasons);
    }

    [Fact]
    public async Task Unsubscribing_gives_one_reason_code_a_filter()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        var unsubscribing = test.Session.UnsubscribeAsync(["a/#"], default);
        Assert.Equal("A208" + "0001" + "00" + "0003612F23", await connection.ReadHexAsync());
        await connection.SendAsync("B004" + "0001" + "00" + "11");
        Assert.Equal([MqttReasonCode.NoSubscriptionExisted], (await unsubscribing).Reasons);
    }

    [Fact]
    public async Task A_SUBACK_with_too_few_reason_codes_is_a_protocol_error()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        var subscribing = test.Session.SubscribeAsync([new("a"), new("b")], default);
        await connection.ReadAsync();
        await connection.SendAsync("9004" + "0001" + "00" + "01");
        Assert.Equal("E00182", await connection.ReadHexAsync());
        connection.CloseSending();
        Assert.False((await subscribing).Sent);
    }

    [Fact]
    public async Task A_subscribe_that_was_under_way_when_the_connection_ended_was_not_sent()
    {
        await using var test = new FakeBrokerFixture();
        var connection = await test.ConnectAsync();
        var subscribing = test.Session.SubscribeAsync([new("a")], default);
        connection.Dispose();
        Assert.False((await subscribing).Sent);
    }

    [Fact]
    public async Task Disposing_ends_the_reading()
    {
        await using var test = new FakeBrokerFixture();
        var reading = FirstAsync(test);
        await test.Session.DisposeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => reading);
    }

    private static MqttPublish Message(int number) => FakeBrokerFixture.Message(number);

    private static byte[] Encoded(MqttPublish message, ushort identifier) =>
        Packets.Encoded.Of(new PublishPacket(message, identifier), ProtocolVersion.V5);

    private static async Task<MqttPublish> FirstAsync(FakeBrokerFixture test)
    {
        using var deadline = new CancellationTokenSource(Patience.Limit);
        return await test.Session.IncomingAsync(deadline.Token).FirstAsync(deadline.Token);
    }
}
