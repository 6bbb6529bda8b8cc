namespace Gateway.Mqtt.Tests.Contract;

/// <summary>TLS with a real broker: who is let in, and what is said of who is not.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestCertificates _certificates;

    public TlsTests() => _certificates = new TestCertificates(_folder.Path);

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task A_certificate_of_the_trusted_authority_and_the_right_host_is_accepted(string host)
    {
        await using var broker = await Mosquitto.StartAsync(new MosquittoOptions { ServerCertificate = _certificates.Server });
        await using var session = Session(broker, host: host);
        var result = await session.ConnectAsync(default);

        Assert.True(result.Outcome == MqttConnectOutcome.Connected, result.Detail);
        var published = await session.PublishAsync(new MqttPublish { Topic = "a", Payload = new byte[100_000] }, default);
        Assert.Equal(MqttPublishOutcome.Answered, published.Outcome);
        await session.DisconnectAsync(default);
        Assert.Equal(MqttEndCause.Disconnected, (await session.Ended).Cause);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused() =>
        await RefusedAsync(_certificates.StrangeServer, "PartialChain", "UntrustedRoot");

    [Fact]
    public async Task A_certificate_of_another_host_is_refused_with_both_names() =>
        Assert.Contains("mqtt.example", await RefusedAsync(_certificates.WrongHostServer, "NameMismatch"), StringComparison.Ordinal);

    [Fact]
    public async Task An_expired_certificate_is_refused_with_its_dates()
    {
        string yesterday = DateTime.UtcNow.AddDays(-1).ToString("yyyy-MM-dd");
        Assert.Contains($"to {yesterday}", await RefusedAsync(_certificates.ExpiredServer, "NotTimeValid"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_valid_yet_is_refused() => await RefusedAsync(_certificates.FutureServer, "NotTimeValid");

    [Fact]
    public async Task A_good_certificate_is_refused_when_our_own_clock_has_lost_its_time()
    {
        var clock = new TestClock(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Contains("our clock says 2000-01-01", await RefusedAsync(_certificates.Server, clock, "NotTimeValid"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_authorities_of_the_system_do_not_include_that_of_the_test()
    {
        await using var broker = await Mosquitto.StartAsync(new MosquittoOptions { ServerCertificate = _certificates.Server });
        await using var session = Session(broker, new MqttTlsOptions());
        Assert.Equal(MqttConnectOutcome.TlsFailed, (await session.ConnectAsync(default)).Outcome);
    }

    [Fact]
    public async Task A_client_certificate_lets_us_in_and_a_new_file_is_used_at_the_next_connect()
    {
        await using var broker = await Mosquitto.StartAsync(
            new MosquittoOptions { ServerCertificate = _certificates.Server, ClientAuthorityFile = _certificates.AuthorityFile });
        string certificate = _folder["box.pem"], key = _folder["box-key.pem"];
        await using var session = Session(broker, Tls() with { ClientCertificateFile = certificate, ClientKeyFile = key });

        var missing = await session.ConnectAsync(default);
        Assert.Equal(MqttConnectOutcome.TlsFailed, missing.Outcome);
        Assert.Contains("box.pem", missing.Detail, StringComparison.Ordinal);

        Use(_certificates.StrangeClient);
        Assert.Equal(MqttConnectOutcome.TlsFailed, (await session.ConnectAsync(default)).Outcome);

        Use(_certificates.ExpiredClient);
        Assert.Equal(MqttConnectOutcome.TlsFailed, (await session.ConnectAsync(default)).Outcome);
        Assert.True(session.Counters.ClientCertificateExpires < DateTimeOffset.UtcNow);

        Use(_certificates.Client);
        var good = await session.ConnectAsync(default);
        Assert.True(good.Outcome == MqttConnectOutcome.Connected, good.Detail);
        Assert.True(session.Counters.ClientCertificateExpires > DateTimeOffset.UtcNow);

        void Use(TestCertificate from)
        {
            File.Copy(from.CertificateFile, certificate, overwrite: true);
            File.Copy(from.KeyFile, key, overwrite: true);
        }
    }

    [Fact]
    public async Task A_broker_that_wants_a_client_certificate_refuses_who_has_none()
    {
        await using var broker = await Mosquitto.StartAsync(
            new MosquittoOptions { ServerCertificate = _certificates.Server, ClientAuthorityFile = _certificates.AuthorityFile });
        await using var session = Session(broker);
        var result = await session.ConnectAsync(default);
        Assert.True(result.Outcome == MqttConnectOutcome.TlsFailed, result.Detail);
    }

    [Fact]
    public async Task A_file_that_is_no_certificate_is_named()
    {
        await using var broker = await Mosquitto.StartAsync(new MosquittoOptions { ServerCertificate = _certificates.Server });
        await using var session = Session(broker, new MqttTlsOptions { CertificateAuthorityFile = _folder["no-such-ca.pem"] });
        var result = await session.ConnectAsync(default);
        Assert.Equal(MqttConnectOutcome.TlsFailed, result.Outcome);
        Assert.Contains("no-such-ca.pem", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_listener_fails_the_handshake()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var session = new MqttSession(
            new MqttSessionOptions { Host = "127.0.0.1", Port = broker.Port, ClientIdentifier = "gw", Tls = Tls() }, TimeProvider.System);
        Assert.Equal(MqttConnectOutcome.TlsFailed, (await session.ConnectAsync(default)).Outcome);
    }

    [Fact]
    public async Task A_TLS_listener_that_is_talked_to_without_TLS_is_a_protocol_error()
    {
        await using var broker = await Mosquitto.StartAsync(new MosquittoOptions { ServerCertificate = _certificates.Server });
        await using var session = new MqttSession(
            new MqttSessionOptions { Host = "127.0.0.1", Port = broker.Ports.Tls!.Value, ClientIdentifier = "gw" }, TimeProvider.System);
        Assert.Equal(MqttConnectOutcome.ProtocolError, (await session.ConnectAsync(default)).Outcome);
    }

    private Task<string> RefusedAsync(TestCertificate server, params string[] anyOf) => RefusedAsync(server, TimeProvider.System, anyOf);

    private async Task<string> RefusedAsync(TestCertificate server, TimeProvider time, params string[] anyOf)
    {
        await using var broker = await Mosquitto.StartAsync(new MosquittoOptions { ServerCertificate = server });
        await using var session = Session(broker, time: time);
        var result = await session.ConnectAsync(default);
        Assert.Equal(MqttConnectOutcome.TlsFailed, result.Outcome);
        Assert.True(anyOf.Any(word => result.Detail!.Contains(word, StringComparison.Ordinal)), result.Detail);
        return result.Detail!;
    }

    private MqttTlsOptions Tls() => new() { CertificateAuthorityFile = _certificates.AuthorityFile };

    private MqttSession Session(Mosquitto broker, MqttTlsOptions? tls = null, string host = "localhost", TimeProvider? time = null) =>
        new(new MqttSessionOptions { Host = host, Port = broker.Ports.Tls!.Value, ClientIdentifier = "gw", Tls = tls ?? Tls() }, time ?? TimeProvider.System);
}
