namespace Gateway.Mqtt.Tests.Contract;

/// <summary>WebSocket over TLS with a real broker: the same checks of who answers as without the WebSocket.</summary>
public sealed class WebSocketTlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestCertificates _certificates;

    public WebSocketTlsTests() => _certificates = new TestCertificates(_folder.Path);

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_large_message_goes_out_and_comes_back_and_the_connection_ends_in_order()
    {
        await using var broker = await StartAsync(_certificates.Server);
        await using var session = Session(broker);
        var result = await session.ConnectAsync(default);
        Assert.True(result.Outcome == MqttConnectOutcome.Connected, result.Detail);

        byte[] payload = new byte[200_000];
        new Random(1).NextBytes(payload);
        await session.SubscribeAsync([new("envgw/large")], default);
        Assert.Equal(MqttReasonCode.Success, (await session.PublishAsync(new MqttPublish { Topic = "envgw/large", Payload = payload }, default)).Reason);
        using var deadline = new CancellationTokenSource(Patience.Limit);
        Assert.Equal(payload, (await session.IncomingAsync(deadline.Token).FirstAsync(deadline.Token)).Payload.ToArray());

        await session.DisconnectAsync(default);
        Assert.Equal(MqttEndCause.Disconnected, (await session.Ended).Cause);
    }

    [Fact]
    public async Task A_certificate_of_another_host_is_refused()
    {
        await using var broker = await StartAsync(_certificates.WrongHostServer);
        await using var session = Session(broker);
        var result = await session.ConnectAsync(default);
        Assert.Equal(MqttConnectOutcome.TlsFailed, result.Outcome);
        Assert.Contains("NameMismatch", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_wants_a_client_certificate_lets_in_who_has_one_and_refuses_who_has_none()
    {
        await using var broker = await StartAsync(_certificates.Server, _certificates.AuthorityFile);
        await using var without = Session(broker);
        var refused = await without.ConnectAsync(default);
        // The broker closes with our request unread, and so with a reset: its TLS alert, sent just before, may or may not be lost in that.
        bool isTold = refused.Outcome == MqttConnectOutcome.TlsFailed;
        bool isReset = refused is { Outcome: MqttConnectOutcome.ProtocolError, Detail: { } detail } && detail.Contains("reset", StringComparison.Ordinal);
        Assert.True(isTold || isReset, $"{refused.Outcome}: {refused.Detail}");

        var client = _certificates.Client;
        await using var with = Session(broker, client.CertificateFile, client.KeyFile);
        var good = await with.ConnectAsync(default);
        Assert.True(good.Outcome == MqttConnectOutcome.Connected, good.Detail);
    }

    private static Task<Mosquitto> StartAsync(TestCertificate server, string? clientAuthority = null) =>
        Mosquitto.StartAsync(new MosquittoOptions { ServerCertificate = server, ClientAuthorityFile = clientAuthority, WebSockets = true });

    private MqttSession Session(Mosquitto broker, string? certificate = null, string? key = null) => new(
        new MqttSessionOptions
        {
            Host = "localhost",
            Port = broker.Ports.WebSocketTls!.Value,
            ClientIdentifier = "gw",
            WebSocketPath = "/",
            Tls = new MqttTlsOptions { CertificateAuthorityFile = _certificates.AuthorityFile, ClientCertificateFile = certificate, ClientKeyFile = key },
        },
        TimeProvider.System);
}
