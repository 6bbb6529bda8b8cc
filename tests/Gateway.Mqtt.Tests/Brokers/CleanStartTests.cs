using Gateway.Mqtt.Sessions;

namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>When a session is begun anew, and how in 3.1.1, which cannot begin clean and be kept.</summary>
public sealed class CleanStartTests
{
    private const string Accepted = "20020000";
    private const string Clean = "100E00044D51545404" + "02" + "001E00026777";
    private const string Kept = "100E00044D51545404" + "00" + "001E00026777";

    [Fact]
    public async Task In_3_1_1_the_session_is_discarded_by_a_connection_of_its_own_without_a_will_and_kept_from_then_on()
    {
        await using var test = Version311(o => o with { Will = new MqttWill(FakeBrokerFixture.Message()) });
        var connecting = test.Session.ConnectAsync(default).AsTask();
        await test.DiscardAsync();
        using (var first = await test.Broker.AcceptAsync())
        {
            var connect = await first.ReadConnectAsync();
            Assert.False(connect.CleanStart);
            Assert.NotNull(connect.Will);
            await first.SendAsync(Accepted);
            Assert.Equal(MqttConnectOutcome.Connected, (await connecting.WaitAsync(Patience.Limit)).Outcome);
        }
        await test.Ended;

        connecting = test.Session.ConnectAsync(default).AsTask();
        using var second = await test.Broker.AcceptAsync();
        Assert.False((await second.ReadConnectAsync()).CleanStart);
        await second.SendAsync("20020100");
        Assert.True((await connecting.WaitAsync(Patience.Limit)).SessionPresent);
    }

    [Fact]
    public async Task A_refusal_of_the_connection_that_discards_is_told_and_it_is_tried_again()
    {
        await using var test = Version311();
        Assert.Equal(MqttReasonCode.ServerUnavailable, await AnsweredAsync(test, Clean, "20020003"));
        Assert.Equal(MqttReasonCode.ServerUnavailable, await AnsweredAsync(test, Clean, "20020003"));
    }

    [Fact]
    public async Task What_was_discarded_is_not_discarded_again_when_the_connection_behind_it_is_refused()
    {
        await using var test = Version311();
        var connecting = test.Session.ConnectAsync(default).AsTask();
        await test.DiscardAsync();
        using (var refused = await test.Broker.AcceptAsync())
        {
            Assert.Equal(Kept, await refused.ReadHexAsync());
            await refused.SendAsync("20020003");
        }
        Assert.Equal(MqttConnectOutcome.Refused, (await connecting.WaitAsync(Patience.Limit)).Outcome);
        Assert.Equal(MqttReasonCode.Success, await AnsweredAsync(test, Kept, Accepted));
    }

    [Fact]
    public async Task A_session_that_is_not_to_be_kept_is_clean_on_each_connection()
    {
        await using var test = Version311(o => o with { SessionExpiry = TimeSpan.Zero });
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(MqttReasonCode.Success, await AnsweredAsync(test, Clean, Accepted));
            await test.Ended;
        }
    }

    [Theory]
    [InlineData(MqttProtocolPreference.Version311Only)]
    [InlineData(MqttProtocolPreference.Version5Only)]
    public async Task A_broker_that_closes_again_and_again_without_an_answer_is_asked_for_a_new_session(MqttProtocolPreference version)
    {
        await using var test = new FakeBrokerFixture(o => o with { Protocol = version, CleanStartFirst = false });
        for (int silence = 1; silence <= CleanStart.SilencesToForget; silence++) Assert.False(await SilencedAsync(test));
        // One that was starting up behind a proxy keeps what it has, as soon as it speaks.
        Assert.True(await SilencedAsync(test));
    }

    [Fact]
    public async Task A_broker_that_never_answers_is_asked_for_a_new_session_too()
    {
        await using var test = new FakeBrokerFixture(o => o with { Protocol = MqttProtocolPreference.Version5Only, CleanStartFirst = false });
        for (int silence = 1; silence <= CleanStart.SilencesToForget; silence++)
        {
            var connecting = test.Session.ConnectAsync(default).AsTask();
            using var mute = await test.Broker.AcceptAsync();
            Assert.False((await mute.ReadConnectAsync()).CleanStart);
            test.Clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(MqttConnectOutcome.ProtocolError, (await connecting.WaitAsync(Patience.Limit)).Outcome);
        }
        Assert.True(await SilencedAsync(test));
    }

    [Fact]
    public async Task An_answer_in_between_saves_the_session()
    {
        await using var test = new FakeBrokerFixture(o => o with { Protocol = MqttProtocolPreference.Version5Only, CleanStartFirst = false });
        for (int silence = 1; silence < CleanStart.SilencesToForget; silence++) Assert.False(await SilencedAsync(test));
        Assert.Equal(MqttReasonCode.ServerBusy, (await test.AnswerConnectAsync("2003008900")).Reason);
        Assert.False(await SilencedAsync(test));
    }

    private static FakeBrokerFixture Version311(Func<MqttSessionOptions, MqttSessionOptions>? configure = null) =>
        new(o => (configure?.Invoke(o) ?? o) with { Protocol = MqttProtocolPreference.Version311Only });

    /// <summary>Closes without an answer; whether a clean start was asked for.</summary>
    private static async Task<bool> SilencedAsync(FakeBrokerFixture test)
    {
        var connecting = test.Session.ConnectAsync(default).AsTask();
        bool isClean;
        using (var connection = await test.Broker.AcceptAsync()) isClean = (await connection.ReadConnectAsync()).CleanStart;
        Assert.Equal(MqttConnectOutcome.ProtocolError, (await connecting.WaitAsync(Patience.Limit)).Outcome);
        return isClean;
    }

    private static async Task<MqttReasonCode> AnsweredAsync(FakeBrokerFixture test, string connect, string answer)
    {
        var connecting = test.Session.ConnectAsync(default).AsTask();
        using var connection = await test.Broker.AcceptAsync();
        Assert.Equal(connect, await connection.ReadHexAsync());
        await connection.SendAsync(answer);
        return (await connecting.WaitAsync(Patience.Limit)).Reason;
    }
}
