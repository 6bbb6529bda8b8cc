using System.Text;

namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>Whole conversations, to the byte. The names follow mosquitto's scripts of client tests, which have the same subjects.</summary>
public sealed class ScriptTests
{
    // MQTT 5: session expiry 1 h, receive maximum 16, maximum packet size 256 kB, keep alive 30 s, client identifier "gw".
    private const string Connect = "> 101C 00044D515454 05 02 001E 0D 1100000E10 210010 2700040000 00026777\n< 2003 0000 00\n";
    private const string Resume = "> 101C 00044D515454 05 00 001E 0D 1100000E10 210010 2700040000 00026777\n";
    private const string Discard311 = "> 100E 00044D515454 04 02 001E 00026777\n< 2002 0000\n> E000\nx\n---\n";
    private const string Connect311 = Discard311 + "> 100E 00044D515454 04 00 001E 00026777\n< 2002 0000\n";
    private const string Goodbye = "> E000\nx\n";

    [Fact]
    public Task Connect_and_disconnect_with_success() => PlayAsync(Connect + Goodbye, _ => Task.CompletedTask);

    [Fact]
    public Task Connect_and_disconnect_with_success_in_3_1_1() => PlayAsync(Connect311 + Goodbye, _ => Task.CompletedTask, V311);

    [Fact]
    public Task Connect_with_user_and_password() => PlayAsync(
        """
        > 1023 00044D515454 05 C2 001E 0D 1100000E10 210010 2700040000 00026777 0001 75 0002 7077
        < 2003 0000 00
        > E000
        x
        """, _ => Task.CompletedTask, o => o with { UserName = "u", Password = () => "pw"u8.ToArray() });

    [Fact]
    public Task Connect_with_a_retained_will_of_QoS_1() => PlayAsync(
        """
        > 102E 00044D515454 05 2E 001E 0D 1100000E10 210010 2700040000 00026777 05 1800000005 0006 732F77696C6C 0002 6279
        < 2003 0000 00
        > E00104      # and the will, please
        x
        """,
        s => s.DisconnectAsync(MqttReasonCode.DisconnectWithWillMessage, default).AsTask(),
        o => o with { Will = new MqttWill(Message("s/will", "by") with { Retain = true }, TimeSpan.FromSeconds(5)) });

    [Fact]
    public Task Subscribe_and_unsubscribe() => PlayAsync(
        Connect
        + """
        > 820C 0001 00 0001 61 01 0002 622F 20
        < 9005 0001 00 01 87
        > A206 0002 00 0001 61
        < B004 0002 00 11

        """ + Goodbye,
        async s =>
        {
            var subscribed = await s.SubscribeAsync([new("a"), new("b/", 0, SkipRetained: true)], default);
            Assert.Equal([MqttReasonCode.GrantedQoS1, MqttReasonCode.NotAuthorized], subscribed.Reasons);
            Assert.Equal([MqttReasonCode.NoSubscriptionExisted], (await s.UnsubscribeAsync(["a"], default)).Reasons);
        });

    [Fact]
    public Task Subscribe_and_unsubscribe_in_3_1_1() => PlayAsync(
        Connect311
        + """
        > 8206 0001 0001 61 01
        < 9003 0001 80
        > A205 0002 0001 61
        < B002 0002

        """ + Goodbye,
        async s =>
        {
            Assert.Equal([MqttReasonCode.UnspecifiedError], (await s.SubscribeAsync([new("a")], default)).Reasons);
            Assert.Equal([MqttReasonCode.Success], (await s.UnsubscribeAsync(["a"], default)).Reasons);
        }, V311);

    [Fact]
    public Task Publish_of_QoS_0_retained() => PlayAsync(
        Connect + "> 3105 0001 61 00 31\n" + Goodbye,
        s => s.PublishAsync(Message("a", "1") with { QualityOfService = 0, Retain = true }, default).AsTask());

    [Fact]
    public Task Publish_of_QoS_1_with_every_property() => PlayAsync(
        Connect
        + """
        > 3229 0001 61 0001 22 0101 020000000A 030001 63 080001 72 090002 0102 260001 6B 0001 76 260001 6B 0001 77 31
        < 4002 0001

        """ + Goodbye,
        s => s.PublishAsync(
            Message("a", "1") with
            {
                IsUtf8 = true,
                MessageExpiry = TimeSpan.FromSeconds(10),
                ContentType = "c",
                ResponseTopic = "r",
                CorrelationData = new byte[] { 1, 2 },
                UserProperties = [new("k", "v"), new("k", "w")],
            }, default).AsTask());

    [Fact]
    public Task Publish_of_QoS_1_through_a_cut_of_the_line() => PlayAsync(
        Connect
        + """
        > 3207 0001 61 0001 00 31
        ---

        """ + Resume
        + """
        < 2003 0100 00           # session present
        > 3A07 0001 61 0001 00 31
        < 4002 0001

        """ + Goodbye,
        async s =>
        {
            var publishing = s.PublishAsync(Message("a", "1"), default).AsTask();
            await s.Ended.WaitAsync(Patience.Limit);
            Assert.True((await s.ConnectAsync(default)).SessionPresent);
            Assert.Equal(MqttReasonCode.Success, (await publishing).Reason);
        });

    [Fact]
    public Task Publish_of_QoS_1_through_a_cut_of_the_line_with_the_session_lost() => PlayAsync(
        Connect
        + """
        > 3207 0001 61 0001 00 31
        ---

        """ + Resume
        + """
        < 2003 0000 00

        """ + Goodbye,
        async s =>
        {
            var publishing = s.PublishAsync(Message("a", "1"), default).AsTask();
            await s.Ended.WaitAsync(Patience.Limit);
            Assert.False((await s.ConnectAsync(default)).SessionPresent);
            Assert.Equal(MqttPublishOutcome.SessionLost, (await publishing).Outcome);
        });

    [Fact]
    public Task Publish_of_QoS_1_within_a_receive_maximum_of_two() => PlayAsync(
        Connect.Replace("2003 0000 00", "2006 0000 03 210002", StringComparison.Ordinal)
        + """
        > 3207 0001 61 0001 00 30
        > 3207 0001 61 0002 00 31
        < 4002 0002
        > 3207 0001 61 0003 00 32
        < 4002 0001
        > 3207 0001 61 0004 00 33
        < 4002 0004 4002 0003

        """ + Goodbye,
        s => Task.WhenAll(Enumerable.Range(0, 4).Select(i => s.PublishAsync(Message("a", $"{i}"), default).AsTask())));

    [Fact]
    public Task Receive_of_QoS_0_and_1() => PlayAsync(
        Connect
        + """
        < 3005 0001 62 00 30
        < 3207 0001 62 0007 00 31
        > 4002 0007
        < 3A07 0001 62 0007 00 31
        > 4002 0007

        """ + Goodbye,
        async s =>
        {
            using var deadline = new CancellationTokenSource(Patience.Limit);
            var incoming = s.IncomingAsync(deadline.Token).Take(3).Select(m => Encoding.UTF8.GetString(m.Payload.Span));
            string[] received = [.. await incoming.ToListAsync(deadline.Token)];
            Assert.Equal(["0", "1", "1"], received);
        });

    [Fact]
    public Task A_packet_beyond_the_brokers_maximum_is_not_sent() => PlayAsync(
        Connect.Replace("2003 0000 00", "2008 0000 05 2700000014", StringComparison.Ordinal)
        + """
        > 3005 0001 61 00 31

        """ + Goodbye,
        async s =>
        {
            Assert.Equal(MqttPublishOutcome.TooLarge, (await s.PublishAsync(Message("a", new string('-', 20)), default)).Outcome);
            await s.PublishAsync(Message("a", "1") with { QualityOfService = 0 }, default);
        });

    private static async Task PlayAsync(string script, Func<MqttSession, Task> act, Func<MqttSessionOptions, MqttSessionOptions>? configure = null) =>
        await BrokerScript.PlayAsync(
            script,
            async session =>
            {
                var result = await session.ConnectAsync(default);
                Assert.True(result.Outcome == MqttConnectOutcome.Connected, result.Detail);
                await act(session);
                await session.DisconnectAsync(default);
            },
            configure);

    private static MqttSessionOptions V311(MqttSessionOptions options) => options with { Protocol = MqttProtocolPreference.Version311Only };

    private static MqttPublish Message(string topic, string text) => new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(text) };
}
