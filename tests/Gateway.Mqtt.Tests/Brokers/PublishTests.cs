using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Tests.Brokers;

public sealed class PublishTests
{
    private static readonly Property _windowOf1 = new(PropertyIdentifier.ReceiveMaximum, 1);

    [Fact]
    public async Task A_publish_is_answered_with_the_brokers_reason_code()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        MqttReasonCode[] reasons =
        [
            MqttReasonCode.Success, MqttReasonCode.NoMatchingSubscribers, MqttReasonCode.NotAuthorized, MqttReasonCode.TopicNameInvalid,
            MqttReasonCode.QuotaExceeded, MqttReasonCode.PayloadFormatInvalid,
        ];
        foreach (var reason in reasons)
        {
            var publishing = test.Publish();
            await connection.AcknowledgeAsync((await connection.ReadPublishAsync()).PacketIdentifier, reason);
            Assert.Equal(new MqttPublishResult(MqttPublishOutcome.Answered, reason), await publishing);
        }
        Assert.Equal(6, test.Session.Counters.Acknowledged);
        Assert.Equal(4, test.Session.Counters.Rejected);
    }

    [Fact]
    public async Task The_brokers_words_come_with_its_reason_code()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        var publishing = test.Publish();
        await connection.ReadPublishAsync();
        await connection.SendAsync("4008 0001 97 04 1F000166");

        Assert.Equal(new MqttPublishResult(MqttPublishOutcome.Answered, MqttReasonCode.QuotaExceeded, "f"), await publishing);
    }

    [Fact]
    public async Task Without_a_connection_nothing_is_sent()
    {
        await using var test = new FakeBrokerFixture();
        Assert.Equal(MqttPublishOutcome.NotSent, (await test.Publish()).Outcome);
        Assert.Equal(MqttPublishOutcome.NotSent, (await test.Publish(quality: 0)).Outcome);
        Assert.False((await test.Session.SubscribeAsync([new("a")], default)).Sent);
    }

    [Fact]
    public async Task QoS_0_is_done_when_written()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        Assert.Equal(new MqttPublishResult(MqttPublishOutcome.Answered, MqttReasonCode.Success), await test.Publish(quality: 0));
        Assert.Equal("3005" + "000174" + "00" + "30", await connection.ReadHexAsync());
    }

    [Fact]
    public async Task The_brokers_receive_maximum_is_never_exceeded()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync(false, _windowOf1);
        Assert.Equal(1, test.Session.Window);

        Task<MqttPublishResult>[] publishing = [.. Enumerable.Range(0, 5).Select(i => test.Publish(i))];
        Task quality0 = test.Publish(99, quality: 0);
        ushort first = (await connection.ReadPublishAsync()).PacketIdentifier;
        // What comes next on the wire is the QoS 0 message: the second of QoS 1 waits for the acknowledgement of the first.
        Assert.Equal(0, (await connection.ReadPublishAsync()).PacketIdentifier);
        Assert.Equal(1, test.Session.InFlight);

        await connection.AcknowledgeAsync(first);
        for (int i = 1; i < 5; i++)
        {
            var next = await connection.ReadPublishAsync();
            Assert.Equal($"{i}", System.Text.Encoding.ASCII.GetString(next.Message.Payload.Span));
            await connection.AcknowledgeAsync(next.PacketIdentifier);
        }
        await Task.WhenAll(publishing);
        await quality0;
        Assert.Equal(0, test.Session.InFlight);
    }

    [Fact]
    public async Task Acknowledgements_of_unknown_or_settled_messages_are_counted_and_do_not_widen_the_window()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync(false, _windowOf1);
        await connection.SendAsync(string.Concat(Enumerable.Range(1000, 400).Select(i => $"4002{i:X4}")));

        for (int i = 0; i < 3; i++)
        {
            var publishing = test.Publish(i);
            var waiting = test.Publish(i + 100);
            ushort identifier = (await connection.ReadPublishAsync()).PacketIdentifier;
            await connection.AcknowledgeAsync(identifier);
            await connection.AcknowledgeAsync(identifier);
            await publishing;
            Assert.False(waiting.IsCompleted);
            await connection.AcknowledgeAsync((await connection.ReadPublishAsync()).PacketIdentifier);
            await waiting;
        }

        Assert.Equal(0, test.Session.InFlight);
        Assert.Equal(403, test.Session.Counters.UnknownAcknowledgements);
    }

    [Fact]
    public async Task What_is_in_flight_is_sent_again_in_order_with_DUP_and_its_old_identifiers_when_the_session_is_resumed()
    {
        await using var test = new FakeBrokerFixture();
        Task<MqttPublishResult>[] publishing;
        using (var first = await test.ConnectAsync())
        {
            publishing = [.. Enumerable.Range(0, 4).Select(i => test.Publish(i))];
            for (int i = 0; i < 4; i++) Assert.Equal($"3207000174{i + 1:X4}00{0x30 + i:X2}", await first.ReadHexAsync());
            await first.AcknowledgeAsync(2);
            await publishing[1];
        }
        await test.Ended;
        Assert.Equal(3, test.Session.InFlight);
        Assert.False(publishing[0].IsCompleted);

        using var second = await test.ConnectAsync(sessionPresent: true);
        var later = test.Publish(4);
        foreach (int i in (int[])[0, 2, 3]) Assert.Equal($"3A07000174{i + 1:X4}00{0x30 + i:X2}", await second.ReadHexAsync());
        Assert.Equal("3207000174" + "0005" + "00" + "34", await second.ReadHexAsync());

        foreach (ushort identifier in (ushort[])[1, 3, 4, 5]) await second.AcknowledgeAsync(identifier);
        Assert.All(await Task.WhenAll([.. publishing, later]), r => Assert.Equal(MqttPublishOutcome.Answered, r.Outcome));
        Assert.Equal(3, test.Session.Counters.Resent);
        Assert.Equal(5, test.Session.Counters.Published);
    }

    [Fact]
    public async Task Sending_again_respects_a_smaller_receive_maximum_and_goes_before_new_messages()
    {
        await using var test = new FakeBrokerFixture();
        var publishing = await InterruptedAsync(test, 3);

        using var second = await test.ConnectAsync(true, _windowOf1);
        var later = test.Publish(3);
        for (ushort identifier = 1; identifier <= 4; identifier++)
        {
            var packet = await second.ReadPublishAsync();
            Assert.Equal(identifier, packet.PacketIdentifier);
            Assert.Equal(identifier < 4, packet.Message.Duplicate);
            Assert.Equal(identifier, test.Session.Counters.Published + test.Session.Counters.Resent - 3);
            await second.AcknowledgeAsync(identifier);
            await (identifier < 4 ? publishing[identifier - 1] : later);
        }
    }

    [Fact]
    public async Task An_acknowledgement_of_what_was_not_yet_sent_again_is_unknown()
    {
        await using var test = new FakeBrokerFixture();
        var publishing = await InterruptedAsync(test, 2);

        using var second = await test.ConnectAsync(true, _windowOf1);
        await second.ReadPublishAsync();
        await second.AcknowledgeAsync(2);
        await second.AcknowledgeAsync(1);
        Assert.Equal(2, (await second.ReadPublishAsync()).PacketIdentifier);
        await second.AcknowledgeAsync(2);
        await Task.WhenAll(publishing);
        Assert.Equal(1, test.Session.Counters.UnknownAcknowledgements);
    }

    [Fact]
    public async Task Without_the_session_what_was_in_flight_is_lost_and_nothing_is_sent_again()
    {
        await using var test = new FakeBrokerFixture();
        var publishing = await InterruptedAsync(test, 3);

        using var second = await test.ConnectAsync(sessionPresent: false);
        Assert.All(await Task.WhenAll(publishing), r => Assert.Equal(MqttPublishOutcome.SessionLost, r.Outcome));
        Assert.Equal(0, test.Session.InFlight);
        Assert.Equal(3, test.Session.Counters.SessionLosses);
        _ = test.Publish(9);
        Assert.False((await second.ReadPublishAsync()).Message.Duplicate);
    }

    [Fact]
    public async Task What_waited_for_the_window_when_the_connection_ended_was_not_sent()
    {
        await using var test = new FakeBrokerFixture();
        var connection = await test.ConnectAsync(false, _windowOf1);
        var inFlight = test.Publish(0);
        var waiting = test.Publish(1);
        connection.Dispose();
        await test.Ended;

        Assert.Equal(MqttPublishOutcome.NotSent, (await waiting).Outcome);
        Assert.False(inFlight.IsCompleted);
        await test.Session.DisposeAsync();
        Assert.Equal(MqttPublishOutcome.SessionLost, (await inFlight).Outcome);
    }

    [Fact]
    public async Task Cancelling_ends_the_waiting_but_not_the_flight()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync(false, _windowOf1);
        using var cancel = new CancellationTokenSource();
        var inFlight = test.Session.PublishAsync(FakeBrokerFixture.Message(0), cancel.Token).AsTask();
        var waiting = test.Session.PublishAsync(FakeBrokerFixture.Message(1), cancel.Token).AsTask();
        await connection.ReadPublishAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => inFlight);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, test.Session.InFlight);

        var next = test.Publish(2);
        await connection.AcknowledgeAsync(1);
        var packet = await connection.ReadPublishAsync();
        Assert.Equal("2"u8, packet.Message.Payload.Span);
        await connection.AcknowledgeAsync(packet.PacketIdentifier);
        await next;
    }

    [Fact]
    public async Task A_packet_larger_than_the_broker_accepts_is_not_sent()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync(false, new Property(PropertyIdentifier.MaximumPacketSize, 100));
        for (int quality = 0; quality <= 1; quality++)
        {
            int overhead = 6 + (2 * quality);
            var message = FakeBrokerFixture.Message(0, quality);
            var tooLarge = await test.Session.PublishAsync(message with { Payload = new byte[101 - overhead] }, default);
            Assert.Equal(new MqttPublishResult(MqttPublishOutcome.TooLarge, MqttReasonCode.PacketTooLarge), tooLarge);

            var publishing = test.Session.PublishAsync(message with { Payload = new byte[100 - overhead] }, default);
            byte[] packet = await connection.ReadAsync();
            Assert.Equal(100, packet.Length);
            if (quality == 1) await connection.SendAsync([0x40, 2, packet[5], packet[6]]);
            await publishing;
        }
        Assert.Equal(0, test.Session.InFlight);
    }

    [Fact]
    public async Task What_the_broker_does_not_offer_is_left_out()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync(
            false, new Property(PropertyIdentifier.MaximumQoS, 0), new Property(PropertyIdentifier.RetainAvailable, 0));
        var result = await test.Session.PublishAsync(FakeBrokerFixture.Message() with { Retain = true }, default);

        Assert.Equal("3005" + "000174" + "00" + "30", await connection.ReadHexAsync());
        Assert.Equal(MqttReasonCode.Success, result.Reason);
    }

    [Theory]
    [InlineData("a/#", 1)]
    [InlineData("", 1)]
    [InlineData("a", 2)]
    public async Task A_message_that_cannot_be_written_is_our_own_bug(string topic, int quality)
    {
        await using var test = new FakeBrokerFixture();
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await test.Session.PublishAsync(new MqttPublish { Topic = topic, Payload = default, QualityOfService = quality }, default));
    }

    [Fact]
    public async Task Many_QoS_0_messages_to_a_slow_reader_all_arrive_in_order()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        var large = new MqttPublish { Topic = "", Payload = new byte[100_000], QualityOfService = 0 };
        Task<MqttPublishResult>[] publishing =
            [.. Enumerable.Range(0, 100).Select(i => test.Session.PublishAsync(large with { Topic = $"t{i}" }, default).AsTask())];
        Assert.Contains(publishing, p => !p.IsCompleted);

        for (int i = 0; i < 100; i++) Assert.Equal($"t{i}", (await connection.ReadPublishAsync()).Message.Topic);
        Assert.All(await Task.WhenAll(publishing), r => Assert.Equal(MqttPublishOutcome.Answered, r.Outcome));
    }

    [Fact]
    public async Task A_broker_whose_bytes_come_one_by_one_is_understood()
    {
        await using var test = new FakeBrokerFixture();
        var connecting = test.Session.ConnectAsync(default);
        using var connection = await test.Broker.AcceptAsync();
        await connection.ReadConnectAsync();
        await connection.SendByteByByteAsync("20030000 00");
        Assert.Equal(MqttConnectOutcome.Connected, (await connecting).Outcome);

        for (ushort i = 1; i <= 20; i++)
        {
            var publishing = test.Publish(i);
            await connection.ReadPublishAsync();
            await connection.SendByteByByteAsync($"4008{i:X4}00041F000161");
            Assert.Equal("a", (await publishing).ReasonString);
        }
    }

    [Fact]
    public async Task Small_packets_are_written_whole_and_in_order_whatever_the_number_of_publishers()
    {
        await using var test = new FakeBrokerFixture(o => o with { Window = 1000 });
        using var connection = await test.ConnectAsync();
        var publishing = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Task.WhenAll(Enumerable.Range(0, 200).Select(i => test.Publish(i))))));
        for (int i = 0; i < 1600; i++) await connection.AcknowledgeAsync((await connection.ReadPublishAsync()).PacketIdentifier);
        await publishing;
        Assert.Equal(1600, test.Session.Counters.Acknowledged);
    }

    /// <summary>Publishes messages from 0 on, and ends the connection when the broker has them and has acknowledged none.</summary>
    private static async Task<Task<MqttPublishResult>[]> InterruptedAsync(FakeBrokerFixture test, int count)
    {
        Task<MqttPublishResult>[] publishing;
        using (var connection = await test.ConnectAsync())
        {
            publishing = [.. Enumerable.Range(0, count).Select(i => test.Publish(i))];
            for (int i = 0; i < count; i++) await connection.ReadPublishAsync();
        }
        await test.Ended;
        return publishing;
    }
}
