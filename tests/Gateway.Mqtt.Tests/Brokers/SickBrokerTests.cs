namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>
/// Brokers on which a common client library ends for ever, waits for ever or grows: ours says what is wrong, and works at the next connection.
/// </summary>
public sealed class SickBrokerTests
{
    [Theory]
    [InlineData("2005000002FFFF", MqttConnectOutcome.ProtocolError)]       // a malformed property
    [InlineData("20FFFFFFFF0100", MqttConnectOutcome.ProtocolError)]       // a remaining length of five bytes
    [InlineData("30FFFFFF7F000161", MqttConnectOutcome.ProtocolError)]     // 256 MB announced
    [InlineData("2003008800", MqttConnectOutcome.Refused)]
    [InlineData("E0018B", MqttConnectOutcome.Refused)]
    public async Task After_a_bad_answer_to_CONNECT_the_next_connection_carries_messages(string answer, MqttConnectOutcome outcome)
    {
        await using var test = new FakeBrokerFixture();
        Assert.Equal(outcome, (await test.AnswerConnectAsync(answer)).Outcome);
        await ConnectsAndPublishesAsync(test);
    }

    [Theory]
    [InlineData("E0028B00", MqttEndCause.BrokerDisconnected)]              // shutting down
    [InlineData("30FFFFFFFF01", MqttEndCause.BrokerBrokeProtocol)]
    [InlineData("30FFFFFF7F000161", MqttEndCause.BrokerBrokeProtocol)]
    public async Task After_a_bad_end_the_next_connection_carries_messages(string said, MqttEndCause cause)
    {
        await using var test = new FakeBrokerFixture();
        using (var connection = await test.ConnectAsync())
        {
            await connection.SendAsync(said);
            await connection.ReadAsync();
            connection.CloseSending();
            Assert.Equal(cause, (await test.Ended).Cause);
        }
        await ConnectsAndPublishesAsync(test);
    }

    [Fact]
    public async Task A_broker_that_answers_pings_but_no_publish_is_left_and_gets_the_message_again_on_the_next_connection()
    {
        await using var test = new FakeBrokerFixture();
        Task<MqttPublishResult> publishing;
        using (var connection = await test.ConnectAsync())
        {
            publishing = test.Publish();
            Assert.Equal("3207" + "000174" + "0001" + "00" + "30", await connection.ReadHexAsync());
            // A write that the session does not know to be over would be what it gives the broker up for.
            await test.WrittenAsync(9);
            await connection.SendAsync("D000");
            test.Clock.Advance(TimeSpan.FromSeconds(21));
            Assert.Equal(MqttEndCause.NoAcknowledgement, (await test.Ended).Cause);
        }
        Assert.False(publishing.IsCompleted);

        using var next = await test.ConnectAsync(sessionPresent: true);
        Assert.Equal("3A07" + "000174" + "0001" + "00" + "30", await next.ReadHexAsync());
        await next.AcknowledgeAsync(1);
        Assert.Equal(MqttReasonCode.Success, (await publishing).Reason);
    }

    [Fact]
    public async Task A_refused_message_is_told_to_its_sender_and_not_taken_for_sent()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        var publishing = test.Publish();
        await connection.AcknowledgeAsync((await connection.ReadPublishAsync()).PacketIdentifier, MqttReasonCode.QuotaExceeded);

        Assert.Equal(new MqttPublishResult(MqttPublishOutcome.Answered, MqttReasonCode.QuotaExceeded), await publishing);
        Assert.Equal((1, 0), (test.Session.Counters.Rejected, test.Session.InFlight));
        await PublishesAsync(test, connection);
    }

    [Fact]
    public async Task Acknowledgements_of_nothing_change_nothing()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        await connection.SendAsync(string.Concat(Enumerable.Range(1, 400).Select(i => $"4002{i:X4}")));
        await FakeBrokerFixture.Eventually(() => test.Session.Counters.UnknownAcknowledgements == 400);
        await PublishesAsync(test, connection);
    }

    private static async Task ConnectsAndPublishesAsync(FakeBrokerFixture test)
    {
        using var connection = await test.ConnectAsync();
        await PublishesAsync(test, connection);
    }

    private static async Task PublishesAsync(FakeBrokerFixture test, FakeBrokerConnection connection)
    {
        var publishing = test.Publish();
        await connection.AcknowledgeAsync((await connection.ReadPublishAsync()).PacketIdentifier);
        Assert.Equal(MqttReasonCode.Success, (await publishing).Reason);
    }
}
