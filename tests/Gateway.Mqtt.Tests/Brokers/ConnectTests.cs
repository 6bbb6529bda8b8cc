using System.Net;
using System.Net.Sockets;
using Gateway.Mqtt.Packets;

namespace Gateway.Mqtt.Tests.Brokers;

/// <summary>Every way in which a broker can answer CONNECT, or not.</summary>
public sealed class ConnectTests
{
    private const string Accepted5 = "2003000000";
    private const string Accepted311 = "20020000";

    [Fact]
    public async Task The_CONNECT_bytes_are_the_options_and_nothing_else()
    {
        await using var test = new FakeBrokerFixture(o => o with
        {
            UserName = "u",
            Password = () => "pw"u8.ToArray(),
            Will = new MqttWill(new MqttPublish { Topic = "s", Payload = "off"u8.ToArray(), Retain = true }, TimeSpan.FromSeconds(5)),
        });
        var connecting = test.Session.ConnectAsync(default);
        using var connection = await test.Broker.AcceptAsync();

        Assert.Equal(
            "1031" + "00044D515454" + "05" + "EE" + "001E" + "0D" + "1100000E10" + "210010" + "2700040000" + "00026777"
            + "05" + "1800000005" + "000173" + "00036F6666" + "000175" + "00027077",
            await connection.ReadHexAsync());
        await connection.SendAsync(Accepted5);
        Assert.Equal(MqttConnectOutcome.Connected, (await connecting).Outcome);
    }

    [Fact]
    public async Task Only_the_first_connection_asks_for_a_clean_start()
    {
        await using var test = new FakeBrokerFixture();
        for (int i = 0; i < 3; i++)
        {
            var connecting = test.Session.ConnectAsync(default);
            using var connection = await test.Broker.AcceptAsync();
            Assert.Equal(i == 0, (await connection.WelcomeAsync()).CleanStart);
            await connecting;
            connection.Dispose();
            await test.Ended;
        }
    }

    [Fact]
    public async Task A_first_connection_that_was_refused_does_not_count_as_one()
    {
        await using var test = new FakeBrokerFixture();
        await test.AnswerConnectAsync("2003008800");

        var connecting = test.Session.ConnectAsync(default);
        using var connection = await test.Broker.AcceptAsync();
        Assert.True((await connection.WelcomeAsync()).CleanStart);
        await connecting;
    }

    [Fact]
    public async Task A_session_may_be_told_to_keep_what_the_broker_holds_from_an_earlier_process()
    {
        await using var test = new FakeBrokerFixture(o => o with { CleanStartFirst = false });
        var connecting = test.Session.ConnectAsync(default);
        using var connection = await test.Broker.AcceptAsync();
        Assert.False((await connection.WelcomeAsync(sessionPresent: true)).CleanStart);
        Assert.True((await connecting).SessionPresent);
    }

    [Fact]
    public async Task What_the_broker_allows_is_in_the_result()
    {
        await using var test = new FakeBrokerFixture(o => o with { ClientIdentifier = "" });
        var result = await test.AnswerConnectAsync("201D 00 00 1A 210005 2700001000 2400 2500 22000A 13003C 12000567772D3432");

        Assert.Equal(
            new MqttLimits
            {
                ReceiveMaximum = 5,
                MaximumPacketSize = 4096,
                MaximumQualityOfService = 0,
                RetainAvailable = false,
                TopicAliasMaximum = 10,
                KeepAlive = TimeSpan.FromSeconds(60),
                ProtocolVersion = 5,
                ClientIdentifier = "gw-42",
            },
            result.Limits);
    }

    [Fact]
    public async Task A_client_identifier_given_by_the_broker_is_used_again()
    {
        await using var test = new FakeBrokerFixture(o => o with { ClientIdentifier = "" });
        using (await test.ConnectAsync(false, Property.Of(PropertyIdentifier.AssignedClientIdentifier, "gw-42"))) { }
        await test.Ended;

        var connecting = test.Session.ConnectAsync(default);
        using var connection = await test.Broker.AcceptAsync();
        Assert.Equal("gw-42", (await connection.WelcomeAsync()).ClientIdentifier);
        await connecting;
    }

    [Theory]
    [InlineData("2003008800", MqttReasonCode.ServerUnavailable)]
    [InlineData("2003008600", MqttReasonCode.BadUserNameOrPassword)]
    [InlineData("2003008700", MqttReasonCode.NotAuthorized)]
    [InlineData("E0018B", MqttReasonCode.ServerShuttingDown)]
    [InlineData("E002 9C00", MqttReasonCode.UseAnotherServer)]
    public async Task A_refusal_is_a_result_with_its_reason(string answer, MqttReasonCode reason)
    {
        await using var test = new FakeBrokerFixture(o => o with { Protocol = MqttProtocolPreference.Version5Only });
        var result = await test.AnswerConnectAsync(answer);

        Assert.Equal(MqttConnectOutcome.Refused, result.Outcome);
        Assert.Equal(reason, result.Reason);
    }

    [Fact]
    public async Task The_brokers_own_words_are_passed_on()
    {
        await using var test = new FakeBrokerFixture();
        var result = await test.AnswerConnectAsync("200D 00 97 0A 1F000766756C6C207570");

        Assert.Equal(MqttReasonCode.QuotaExceeded, result.Reason);
        Assert.Contains("'full up'", result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2005000002FFFF")]                  // badconnack
    [InlineData("30FFFFFFFF01")]                    // badlength
    [InlineData("30FFFFFF7F000161")]                // 256 MB announced
    [InlineData("D000")]                            // something else than CONNACK
    [InlineData("2003010000")]                      // session present after a clean start
    [InlineData("485454502F312E31203430300D0A")]    // not a broker at all
    public async Task Nonsense_instead_of_CONNACK_is_a_protocol_error(string answer)
    {
        await using var test = new FakeBrokerFixture();
        Assert.Equal(MqttConnectOutcome.ProtocolError, (await test.AnswerConnectAsync(answer)).Outcome);
    }

    [Fact]
    public async Task After_every_failure_the_next_connect_works()
    {
        await using var test = new FakeBrokerFixture();
        foreach (string answer in (string[])["2005000002FFFF", "30FFFFFFFF01", "2003008800", "E0018B"]) await test.AnswerConnectAsync(answer);

        using var connection = await test.ConnectAsync();
        Assert.Equal(5, test.Session.Counters.ConnectAttempts);
        Assert.Equal(1, test.Session.Counters.Connects);
    }

    [Fact]
    public async Task No_CONNACK_within_ten_seconds_is_a_protocol_error()
    {
        await using var test = new FakeBrokerFixture();
        var connecting = test.Session.ConnectAsync(default).AsTask();
        using var connection = await test.Broker.AcceptAsync();
        await connection.ReadConnectAsync();

        test.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(connecting.IsCompleted);
        test.Clock.Advance(TimeSpan.FromSeconds(1));
        var result = await connecting.WaitAsync(Patience.Limit);

        Assert.Equal(MqttConnectOutcome.ProtocolError, result.Outcome);
        Assert.Contains("no CONNACK within 10 s", result.Detail, StringComparison.Ordinal);
        Assert.Empty(await connection.ReadAsync());
    }

    [Fact]
    public async Task A_TLS_handshake_that_stalls_is_given_up_after_ten_seconds()
    {
        await using var test = new FakeBrokerFixture(o => o with { Tls = new MqttTlsOptions() });
        var connecting = test.Session.ConnectAsync(default).AsTask();
        using var connection = await test.Broker.AcceptAsync();
        await connection.ReadAsync();   // the beginning of the client's hello

        test.Clock.Advance(TimeSpan.FromSeconds(10));
        var result = await connecting.WaitAsync(Patience.Limit);

        Assert.Equal(MqttConnectOutcome.TlsFailed, result.Outcome);
        Assert.Contains("no TLS handshake within 10 s", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_the_port_is_unreachable()
    {
        await using var test = new FakeBrokerFixture();
        test.Broker.Dispose();
        var result = await test.Session.ConnectAsync(default);

        Assert.Equal(MqttConnectOutcome.Unreachable, result.Outcome);
        Assert.Contains("127.0.0.1", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_does_not_answer_the_socket_is_unreachable_after_ten_seconds()
    {
        // A listener with a full backlog drops further SYNs, as a black hole does.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var endPoint = (IPEndPoint)full.LocalEndPoint!;
        using var first = new TcpClient();
        await first.ConnectAsync(endPoint);
        await using var test = new FakeBrokerFixture(o => o with { Port = endPoint.Port });

        var connecting = test.Session.ConnectAsync(default).AsTask();
        test.Clock.Advance(TimeSpan.FromSeconds(10));
        var result = await connecting.WaitAsync(Patience.Limit);

        Assert.Equal(MqttConnectOutcome.Unreachable, result.Outcome);
        Assert.Contains("did not answer within 10 s", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_unreachable()
    {
        await using var test = new FakeBrokerFixture(o => o with { Host = "no-such-host.invalid" });
        var result = await test.Session.ConnectAsync(default);

        Assert.Equal(MqttConnectOutcome.Unreachable, result.Outcome);
        Assert.Contains("no-such-host.invalid", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_reset_instead_of_CONNACK_is_a_protocol_error()
    {
        await using var test = new FakeBrokerFixture(o => o with { Protocol = MqttProtocolPreference.Version5Only });
        var connecting = test.Session.ConnectAsync(default).AsTask();
        using var connection = await test.Broker.AcceptAsync();
        await connection.ReadConnectAsync();
        connection.Reset();

        Assert.Equal(MqttConnectOutcome.ProtocolError, (await connecting.WaitAsync(Patience.Limit)).Outcome);
    }

    [Fact]
    public async Task Cancelling_a_connect_ends_it_and_leaves_the_session_usable()
    {
        await using var test = new FakeBrokerFixture();
        using var cancel = new CancellationTokenSource();
        var connecting = test.Session.ConnectAsync(cancel.Token).AsTask();
        using (var first = await test.Broker.AcceptAsync())
        {
            await first.ReadConnectAsync();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
            Assert.Empty(await first.ReadAsync());
        }
        using var second = await test.ConnectAsync();
    }

    [Theory]
    [InlineData("20020001")]
    [InlineData("2003008400")]
    public async Task A_broker_without_MQTT_5_gets_3_1_1_at_once_and_from_then_on(string refusal)
    {
        await using var test = new FakeBrokerFixture();
        var connecting = test.Session.ConnectAsync(default).AsTask();
        using (var first = await test.Broker.AcceptAsync())
        {
            await first.ReadConnectAsync();
            await first.SendAsync(refusal);
        }
        await test.DiscardAsync();
        using (var second = await test.Broker.AcceptAsync())
        {
            Assert.Equal("100E" + "00044D515454" + "04" + "00" + "001E" + "00026777", await second.ReadHexAsync());
            await second.SendAsync(Accepted311);
            Assert.Equal(4, (await connecting).Limits.ProtocolVersion);
        }
        await test.Ended;

        var again = test.Session.ConnectAsync(default);
        using var third = await test.Broker.AcceptAsync();
        Assert.Equal("100E" + "00044D515454" + "04" + "00" + "001E" + "00026777", await third.ReadHexAsync());
        await third.SendAsync(Accepted311);
        await again;
    }

    [Fact]
    public async Task A_broker_that_closes_at_first_sight_without_an_answer_is_tried_with_3_1_1_at_once()
    {
        await using var test = new FakeBrokerFixture();
        for (int i = 0; i < 2; i++)
        {
            // Maybe it only was starting up: 5 comes first again each time.
            var connecting = test.Session.ConnectAsync(default).AsTask();
            using (var closing = await test.Broker.AcceptAsync()) Assert.Equal(5, (await closing.ReadAsync())[8]);
            if (i == 0) await test.DiscardAsync();
            using var open = await test.Broker.AcceptAsync();
            Assert.Equal(4, (await open.ReadAsync())[8]);
            await open.SendAsync(Accepted311);
            Assert.Equal(4, (await connecting.WaitAsync(Patience.Limit)).Limits.ProtocolVersion);
            open.Dispose();
            await test.Ended;
        }
    }

    [Fact]
    public async Task A_broker_that_has_spoken_MQTT_5_is_tried_with_3_1_1_when_it_closes_twice_without_an_answer()
    {
        await using var test = new FakeBrokerFixture();
        (await test.ConnectAsync()).Dispose();
        await test.Ended;

        var refused = test.Session.ConnectAsync(default).AsTask();
        using (var first = await test.Broker.AcceptAsync()) await first.ReadConnectAsync();
        Assert.Equal(MqttConnectOutcome.ProtocolError, (await refused.WaitAsync(Patience.Limit)).Outcome);

        var connecting = test.Session.ConnectAsync(default).AsTask();
        using (var second = await test.Broker.AcceptAsync()) Assert.Equal(5, (await second.ReadAsync())[8]);
        using var third = await test.Broker.AcceptAsync();
        Assert.Equal(4, (await third.ReadAsync())[8]);
        await third.SendAsync(Accepted311);
        Assert.Equal(4, (await connecting.WaitAsync(Patience.Limit)).Limits.ProtocolVersion);
    }

    [Theory]
    [InlineData(MqttProtocolPreference.Version5Only, "2003008400", 5)]
    [InlineData(MqttProtocolPreference.Version311Only, "20020001", 4)]
    public async Task A_fixed_version_is_not_left(MqttProtocolPreference preference, string refusal, byte version)
    {
        await using var test = new FakeBrokerFixture(o => o with { Protocol = preference });
        for (int i = 0; i < 3; i++)
        {
            var connecting = test.Session.ConnectAsync(default).AsTask();
            using var connection = await test.Broker.AcceptAsync();
            Assert.Equal(version, (await connection.ReadAsync())[8]);
            await connection.SendAsync(refusal);
            Assert.Equal(MqttReasonCode.UnsupportedProtocolVersion, (await connecting.WaitAsync(Patience.Limit)).Reason);
        }
    }

    [Fact]
    public async Task Connecting_twice_is_our_own_bug()
    {
        await using var test = new FakeBrokerFixture();
        using var connection = await test.ConnectAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await test.Session.ConnectAsync(default));
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("Port")]
    [InlineData("KeepAlive")]
    [InlineData("Window")]
    [InlineData("ReceiveMaximum")]
    [InlineData("MaximumPacketSize")]
    [InlineData("TopicAliasMaximum")]
    [InlineData("WebSocketPath")]
    [InlineData("WebSocketPath", "//other/mqtt")]
    [InlineData("WebSocketPath", "/a b")]
    [InlineData("Will")]
    public void Options_out_of_range_are_refused_by_name(string name, string path = "mqtt")
    {
        var good = new MqttSessionOptions { Host = "h", ClientIdentifier = "c" };
        var bad = name switch
        {
            "Host" => good with { Host = "" },
            "Port" => good with { Port = 0 },
            "KeepAlive" => good with { KeepAlive = TimeSpan.Zero },
            "Window" => good with { Window = 0 },
            "ReceiveMaximum" => good with { ReceiveMaximum = 0 },
            "MaximumPacketSize" => good with { MaximumPacketSize = 10 },
            "WebSocketPath" => good with { WebSocketPath = path },
            "TopicAliasMaximum" => good with { TopicAliasMaximum = 65536 },
            _ => good with { Will = new MqttWill(new MqttPublish { Topic = "#", Payload = default }) },
        };
        Assert.StartsWith(name, Assert.Throws<ArgumentException>(() => new MqttSession(bad, TimeProvider.System)).Message, StringComparison.Ordinal);
    }
}
