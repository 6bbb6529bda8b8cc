using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>Every way in which a connection can end, and what is said about it.</summary>
public sealed class ConnectionEndTests
{
    [Fact]
    public async Task Before_the_first_connection_there_is_an_end_already()
    {
        await using var test = new FakeBrokerFixture();
        Assert.Equal(MqttEndCause.NeverConnected, (await test.Ended).Cause);
    }

    [Theory]
    [InlineData("E0028B00", MqttReasonCode.ServerShuttingDown)]
    [InlineData("E0028E00", MqttReasonCode.SessionTakenOver)]
    [InlineData("E000", MqttReasonCode.Success)]
    [InlineData("E00198", MqttReasonCode.AdministrativeAction)]
    public async Task The_brokers_DISCONNECT_is_passed_on(string hex, MqttReasonCode reason)
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        await connection.SendAsync(hex);
        var end = await test.Ended;

        Assert.Equal((MqttEndCause.BrokerDisconnected, reason, true), (end.Cause, end.Reason, end.ByBroker));
        Assert.Empty(await connection.ReadAsync());
        using var next = await test.ConnectAsync();
    }

    [Fact]
    public async Task A_DISCONNECT_right_behind_CONNACK_is_passed_on()
    {
        await using var test = new FakeBrokerFixture();
        Assert.Equal(MqttConnectOutcome.Connected, (await test.AnswerConnectAsync("2003000000" + "E0028B00")).Outcome);
        Assert.Equal(MqttReasonCode.ServerShuttingDown, (await test.Ended).Reason);
    }

    [Fact]
    public async Task A_broker_that_closes_or_resets_ends_the_connection()
    {
        await using var test = new FakeBrokerFixture();
        (await test.ConnectAsync()).Dispose();
        Assert.Equal(MqttEndCause.BrokerClosed, (await test.Ended).Cause);

        (await test.ConnectAsync()).Reset();
        Assert.Equal(MqttEndCause.NetworkFailed, (await test.Ended).Cause);
    }

    [Theory]
    [InlineData("30FFFFFFFF01", MqttReasonCode.MalformedPacket)]                // badlength
    [InlineData("30FFFFFF7F000161", MqttReasonCode.PacketTooLarge)]             // 256 MB announced
    [InlineData("3406000161000100", MqttReasonCode.QoSNotSupported)]            // QoS 2
    [InlineData("300700016103230001", MqttReasonCode.TopicAliasInvalid)]
    [InlineData("3003000000", MqttReasonCode.TopicNameInvalid)]
    [InlineData("F000", MqttReasonCode.ProtocolError)]                          // AUTH
    [InlineData("2003000000", MqttReasonCode.ProtocolError)]                    // a second CONNACK
    [InlineData("C000", MqttReasonCode.ProtocolError)]                          // PINGREQ
    [InlineData("50020001", MqttReasonCode.ProtocolError)]                      // PUBREC
    [InlineData("9004000100 00", MqttReasonCode.ProtocolError)]                 // SUBACK unasked
    [InlineData("40020000", MqttReasonCode.ProtocolError)]
    public async Task A_broker_that_breaks_the_protocol_is_told_why_and_left(string hex, MqttReasonCode reason)
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        await connection.SendAsync(hex);

        Assert.Equal($"E001{(byte)reason:X2}", await connection.ReadHexAsync());
        Assert.Empty(await connection.ReadAsync());
        connection.CloseSending();
        var end = await test.Ended;
        Assert.Equal((MqttEndCause.BrokerBrokeProtocol, reason, false), (end.Cause, end.Reason, end.ByBroker));
        using var next = await test.ConnectAsync();
    }

    [Fact]
    public async Task A_broker_that_exceeds_our_receive_maximum_is_counted_and_left_with_0x93_when_the_queue_is_full()
    {
        await using var test = new FakeBrokerFixture(o => o with { ReceiveMaximum = 2 });
        using var connection = await test.ConnectAsync();
        await connection.SendAsync(string.Concat(Enumerable.Range(1, 1024).Select(i => $"3206000161{i:X4}00")));
        await FakeBrokerFixture.Eventually(() => test.Session.Counters.Received == 1024);
        Assert.Equal(1022, test.Session.Counters.ReceivedBeyondMaximum);
        Assert.False(test.Session.Ended.IsCompleted);

        await connection.SendAsync("3206000161" + "0500" + "00");
        Assert.Equal("E00193", await connection.ReadHexAsync());
    }

    [Fact]
    public async Task A_broker_that_does_not_close_after_our_DISCONNECT_is_waited_for_two_seconds()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        var disconnecting = test.Session.DisconnectAsync(default).AsTask();
        Assert.Equal("E000", await connection.ReadHexAsync());
        Assert.False(disconnecting.IsCompleted);

        test.Clock.Advance(TimeSpan.FromSeconds(3));
        await disconnecting.WaitAsync(Patience.Limit);
        Assert.Equal(MqttEndCause.Disconnected, (await test.Ended).Cause);
    }

    [Fact]
    public async Task Disconnecting_writes_what_was_published_before_it()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        var publishing = test.Publish();
        var disconnecting = test.Session.DisconnectAsync(default).AsTask();
        Assert.Equal("3207" + "000174" + "0001" + "00" + "30", await connection.ReadHexAsync());
        Assert.Equal("E000", await connection.ReadHexAsync());
        connection.CloseSending();
        await disconnecting.WaitAsync(Patience.Limit);
        Assert.False(publishing.IsCompleted);
        Assert.Equal(1, test.Session.InFlight);
    }

    [Fact]
    public async Task Disconnecting_with_the_will_says_so()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        var disconnecting = test.Session.DisconnectAsync(MqttReasonCode.DisconnectWithWillMessage, default).AsTask();
        Assert.Equal("E00104", await connection.ReadHexAsync());
        connection.CloseSending();
        await disconnecting.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task Disposing_closes_without_DISCONNECT()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        await test.Session.DisposeAsync();
        Assert.Empty(await connection.ReadAsync());
        Assert.Equal(MqttEndCause.Disposed, (await test.Ended).Cause);
    }

    [Fact]
    public async Task An_idle_connection_is_pinged_and_the_answer_keeps_it()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        for (int i = 0; i < 5; i++)
        {
            test.Clock.Advance(TimeSpan.FromSeconds(24));
            Assert.Equal("C000", await connection.ReadHexAsync());
            await test.WrittenAsync(2 * (i + 1));
            await connection.SendAsync("D000" + "40027777");
            await FakeBrokerFixture.Eventually(() => test.Session.Counters.UnknownAcknowledgements == i + 1);
        }
        Assert.False(test.Session.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_ping_that_is_not_answered_in_ten_seconds_ends_the_connection()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        test.Clock.Advance(TimeSpan.FromSeconds(24));
        Assert.Equal("C000", await connection.ReadHexAsync());
        await test.WrittenAsync(2);
        test.Clock.Advance(TimeSpan.FromSeconds(8));
        Assert.False(test.Session.Ended.IsCompleted);
        test.Clock.Advance(TimeSpan.FromSeconds(3));

        var end = await test.Ended;
        Assert.Equal((MqttEndCause.NoPingResponse, MqttReasonCode.KeepAliveTimeout, false), (end.Cause, end.Reason, end.ByBroker));
    }

    [Fact]
    public async Task The_keep_alive_that_the_broker_imposes_is_obeyed()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync(false, new Property(PropertyIdentifier.ServerKeepAlive, 4));
        test.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("C000", await connection.ReadHexAsync());
    }

    [Fact]
    public async Task A_step_of_the_wall_clock_ends_no_connection()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        var publishing = test.Publish();
        await connection.ReadPublishAsync();
        test.Clock.StepWallClock(TimeSpan.FromDays(400));
        test.Clock.Advance(TimeSpan.FromSeconds(2));
        test.Clock.StepWallClock(TimeSpan.FromDays(-800));
        test.Clock.Advance(TimeSpan.FromSeconds(2));

        await connection.AcknowledgeAsync(1);
        Assert.Equal(MqttPublishOutcome.Answered, (await publishing).Outcome);
    }

    [Fact]
    public async Task A_broker_that_answers_pings_but_never_a_publish_is_left_after_twenty_seconds()
    {
        await using var test = new FakeBrokerFixture(o => o with { KeepAlive = TimeSpan.FromSeconds(8) });
        using var connection = await test.ConnectAsync();
        var publishing = test.Publish();
        await connection.ReadPublishAsync();
        await test.WrittenAsync(9);
        for (int i = 0; i < 2; i++)
        {
            test.Clock.Advance(TimeSpan.FromSeconds(7));
            Assert.Equal("C000", await connection.ReadHexAsync());
            await test.WrittenAsync(9 + (2 * (i + 1)));
            await connection.SendAsync("D000" + "40027777");
            await FakeBrokerFixture.Eventually(() => test.Session.Counters.UnknownAcknowledgements == i + 1);
        }
        Assert.False(test.Session.Ended.IsCompleted);
        test.Clock.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(MqttEndCause.NoAcknowledgement, (await test.Ended).Cause);
        Assert.False(publishing.IsCompleted);
    }

    [Fact]
    public async Task After_an_acknowledgement_that_never_came_packets_are_kept_small_until_a_connection_ends_otherwise()
    {
        await using var test = new FakeBrokerFixture(o => o with { KeepAlive = TimeSpan.FromMinutes(10) });
        using (var connection = await test.ConnectAsync())
        {
            Assert.True(connection.MaximumSegment > 1_000);
            var publishing = test.Publish(1);
            await test.WrittenAsync(9);
            test.Clock.Advance(TimeSpan.FromSeconds(21));
            Assert.False(publishing.IsCompleted);
            Assert.Equal(MqttEndCause.NoAcknowledgement, (await test.Ended).Cause);
        }
        using (var small = await test.ConnectAsync())
        {
            Assert.InRange(small.MaximumSegment, 1, 536);
            small.Reset();
            Assert.Equal(MqttEndCause.NetworkFailed, (await test.Ended).Cause);
        }
        using var normal = await test.ConnectAsync();
        Assert.True(normal.MaximumSegment > 1_000);
    }

    [Fact]
    public async Task A_ping_that_hangs_behind_what_vanished_makes_packets_small_too()
    {
        // With a short keep alive the ping is missed before the acknowledgement is: it stands in the same stream, behind the packet that was too big.
        await using var test = new FakeBrokerFixture(o => o with { KeepAlive = TimeSpan.FromSeconds(4) });
        using (var connection = await test.ConnectAsync())
        {
            var publishing = test.Publish(1);
            await test.WrittenAsync(9);
            test.Clock.Advance(TimeSpan.FromSeconds(4));
            await test.WrittenAsync(11);
            test.Clock.Advance(TimeSpan.FromSeconds(11));
            Assert.False(publishing.IsCompleted);
            Assert.Equal(MqttEndCause.NoPingResponse, (await test.Ended).Cause);
        }
        using var small = await test.ConnectAsync();
        Assert.InRange(small.MaximumSegment, 1, 536);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(2, false)]
    public async Task A_broker_that_closes_because_it_heard_nothing_makes_packets_small_and_one_that_closes_soon_does_not(int owedFor, bool isSmall)
    {
        await using var test = new FakeBrokerFixture(o => o with { KeepAlive = TimeSpan.FromSeconds(4) });
        using (await test.ConnectAsync())
        {
            var publishing = test.Publish(1);
            await test.WrittenAsync(9);
            test.Clock.Advance(TimeSpan.FromSeconds(owedFor));
            Assert.False(publishing.IsCompleted);
        }
        Assert.Contains((await test.Ended).Cause, (MqttEndCause[])[MqttEndCause.BrokerClosed, MqttEndCause.NetworkFailed]);
        using var next = await test.ConnectAsync();
        Assert.Equal(isSmall, next.MaximumSegment <= 536);
    }

    [Fact]
    public async Task Each_acknowledgement_is_progress()
    {
        await using var test = new FakeBrokerFixture(o => o with { KeepAlive = TimeSpan.FromMinutes(10) });
        using var connection = await test.ConnectAsync();
        Task<MqttPublishResult>[] publishing = [.. Enumerable.Range(0, 3).Select(i => test.Publish(i))];
        await test.WrittenAsync(27);
        for (ushort identifier = 1; identifier <= 3; identifier++)
        {
            test.Clock.Advance(TimeSpan.FromSeconds(19));
            await connection.AcknowledgeAsync(identifier);
            await publishing[identifier - 1];
        }
        Assert.False(test.Session.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_subscribe_that_is_not_answered_ends_the_connection_too()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        var subscribing = test.Session.SubscribeAsync([new("a")], default);
        await test.WrittenAsync((await connection.ReadAsync()).Length);
        test.Clock.Advance(TimeSpan.FromSeconds(21));

        Assert.Equal(MqttEndCause.NoAcknowledgement, (await test.Ended).Cause);
        Assert.False((await subscribing).Sent);
    }

    [Fact]
    public async Task A_broker_that_does_not_read_is_left_after_twenty_seconds()
    {
        await using var test = new FakeBrokerFixture(o => o with { KeepAlive = TimeSpan.FromSeconds(65535) });
        using var connection = await test.ConnectAsync();
        var large = new MqttPublish { Topic = "t", Payload = new byte[1 << 20], QualityOfService = 0 };
        Task<MqttPublishResult>[] publishing = [.. Enumerable.Range(0, 30).Select(_ => test.Session.PublishAsync(large, default).AsTask())];

        // No event tells when the kernel's buffers are full and the write blocks, so time passes until it has.
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var deadline = new CancellationTokenSource(Patience.Limit);
        while (!test.Session.Ended.IsCompleted)
        {
            test.Clock.Advance(TimeSpan.FromSeconds(21));
            await pause.WaitForNextTickAsync(deadline.Token);
        }

        Assert.Equal(MqttEndCause.WriteBlocked, (await test.Ended).Cause);
        Assert.Contains(await Task.WhenAll(publishing), r => r.Outcome == MqttPublishOutcome.NotSent);
    }

    [Fact]
    public async Task A_session_that_is_disposed_of_waits_for_the_end_of_no_farewell()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        using var impatience = new CancellationTokenSource();
        var leaving = test.Session.DisconnectAsync(impatience.Token).AsTask();
        Assert.Equal("E000", await connection.ReadHexAsync());

        // The broker closes nothing, and the clock by which the farewell would be over stands still.
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        await test.Session.DisposeAsync().AsTask().WaitAsync(Patience.Limit);
    }
}
