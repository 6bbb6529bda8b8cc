using Gateway.Testing;

namespace Gateway.EndToEnd;

public sealed class TlsFeedTests : GatewayTest, IDisposable
{
    private readonly TestCertificates _certificates;
    private readonly BrokerDoor _door = BrokerDoor.Shut();

    public TlsFeedTests() => _certificates = new TestCertificates(Gateway.Folder);

    [Fact]
    public async Task Readings_arrive_over_TLS_with_a_client_certificate()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await BrokerWithAsync(_certificates.Server);
        var platform = await SubscribeAsync(broker);
        WriteSite(device, broker.Ports.Tls!.Value, ClientCertificate);
        await Gateway.StartAsync();

        await platform.WaitForAsync(m => m.Reaches("outlet/reads", 5));
        Assert.Equal(0, await Gateway.Process.TerminateAsync());
        FeedLedger.AssertNoHoles(Received);
    }

    [Theory]
    [InlineData("ws")]
    [InlineData("wss")]
    public async Task Readings_arrive_through_a_web_socket_and_a_receiver_behind_one_proves_them(string scheme)
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync(Unrestrained with { ServerCertificate = _certificates.Server, WebSockets = true });
        var platform = await SubscribeAsync(broker);
        int port = scheme == "wss" ? broker.Ports.WebSocketTls!.Value : broker.Ports.WebSocket!.Value;
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), port, scheme == "wss" ? $"ca: \"{_certificates.AuthorityFile}\"," : "", scheme));
        await Gateway.StartAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", 5));

        string[] trust = scheme == "wss" ? ["--ca", _certificates.AuthorityFile] : [];
        await ProvenAsync(["--broker", $"{scheme}://127.0.0.1:{port}/mqtt", .. trust]);
        FeedLedger.AssertNoHoles(Received);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("3.1.1")]
    public async Task A_receiver_proves_over_TLS_with_a_certificate_of_its_own_in_both_versions_of_the_protocol(string protocol)
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await BrokerWithAsync(_certificates.Server);
        WriteSite(device, broker.Ports.Tls!.Value, $"{ClientCertificate} protocol: {protocol},");
        await Gateway.StartAsync();
        await device.CountedOnAsync(5);

        var own = _certificates.Client;
        await ProvenAsync(
            ["--broker", $"mqtts://127.0.0.1:{broker.Ports.Tls}", "--ca", _certificates.AuthorityFile, "--cert", own.CertificateFile, "--key", own.KeyFile,
                "--protocol", protocol]);
    }

    private async Task ProvenAsync(string[] broker)
    {
        var (code, output, errors) = await GatewayUnderTest.RunAsync(
            ["platform", "verify", .. broker, "--until-proven", "--for", "2min", "--backfill", "all", "--ask-after", "1s", "--store",
                Gateway.Folder + "/received", "--receipts"]);
        Assert.True(code == 0, output + errors);
    }

    [Fact]
    public Task A_broker_whose_certificate_nobody_we_trust_has_signed_gets_nothing_until_it_has_a_right_one() =>
        ABadCertificateIsRefused(_certificates.StrangeServer, "PartialChain");

    [Fact]
    public Task A_broker_with_the_certificate_of_another_host_gets_nothing_until_it_has_a_right_one() =>
        ABadCertificateIsRefused(_certificates.WrongHostServer, "it is not for '127.0.0.1' but for mqtt.example");

    [Fact]
    public Task A_broker_whose_certificate_has_ended_gets_nothing_until_it_has_a_right_one() =>
        ABadCertificateIsRefused(_certificates.ExpiredServer, "NotTimeValid");

    [Fact]
    public async Task Without_a_client_certificate_readings_are_kept_and_all_arrive_once_there_is_one()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await BrokerWithAsync(_certificates.Server);
        var platform = await SubscribeAsync(broker);
        WriteSite(device, broker.Ports.Tls!.Value, "");
        await Gateway.StartAsync();
        await TheReasonIsNamed("certificate");
        await device.CountedOnAsync(5);
        Assert.Equal(0, await Gateway.Process.TerminateAsync());
        using var ledger = StoredReadings.Open(Gateway.BufferFolder);
        Assert.NotEmpty(ledger.NumbersOf("outlet/reads"));
        Assert.Empty(platform.Messages.Entries);

        WriteSite(device, broker.Ports.Tls!.Value, ClientCertificate);
        int counted = await device.CountOfAsync();
        await Gateway.StartAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", counted + 1));
        FeedLedger.AssertArrived(ledger.NumbersOf("outlet/reads"), Received, "outlet/reads");
        FeedLedger.AssertNoHoles(Received);
    }

    [Fact]
    public async Task User_and_password_come_from_a_secret_beside_the_site_file()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync(new()
        {
            ServerCertificate = _certificates.Server,
            Users = new Dictionary<string, string> { ["box"] = "open sesame", ["platform"] = "p" },
        });
        var platform = await SubscribeAsync(broker, new() { User = "platform", Password = "p" });
        Gateway.WriteSecret("mqtt_password", "open sesame");
        WriteSite(device, broker.Ports.Tls!.Value, "user: box, password: \"${secret:mqtt_password}\",");
        await Gateway.StartAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", 3));
        Assert.DoesNotContain(Gateway.Process.Output.Entries.Concat(Gateway.Process.Errors.Entries), line => line.Contains("sesame", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_is_named_and_readings_are_kept()
    {
        await using var device = await Sites.StartProbeAsync();
        await using var broker = await Mosquitto.StartAsync(new()
        {
            ServerCertificate = _certificates.Server,
            Users = new Dictionary<string, string> { ["box"] = "open sesame" },
        });
        Gateway.WriteSecret("mqtt_password", "close sesame");
        WriteSite(device, broker.Ports.Tls!.Value, "user: box, password: \"${secret:mqtt_password}\",");
        await Gateway.StartAsync();
        await TheReasonIsNamed("NotAuthorized");
        await device.CountedOnAsync(5);
        Assert.Equal(0, await Gateway.Process.TerminateAsync());
        using var ledger = StoredReadings.Open(Gateway.BufferFolder);
        Assert.NotEmpty(ledger.NumbersOf("outlet/reads"));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)]
    public async Task A_secret_that_others_can_read_is_refused_at_start(UnixFileMode mode)
    {
        Gateway.WriteSecret("mqtt_password", "open sesame", mode);
        Gateway.WriteProbe(Sites.With(Sites.Tcp(1), 1, "user: box, password: \"${secret:mqtt_password}\",", "mqtts"));
        var run = await Gateway.AskAsync("run");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("chmod 600", run.Errors);
        Assert.Contains("mqtt_password", run.Errors);
        Assert.DoesNotContain("sesame", run.Errors);
        Assert.False(Directory.Exists(Gateway.BufferFolder));
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_refused_at_start()
    {
        Gateway.WriteProbe(Sites.With(Sites.Tcp(1), 1, "user: box, password: \"${secret:mqtt_password}\",", "mqtts"));
        var run = await Gateway.AskAsync("run");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("mqtt_password", run.Errors);
        Assert.False(Directory.Exists(Gateway.BufferFolder));
    }

    public void Dispose() => _certificates.Dispose();

    private string ClientCertificate =>
        $"client_certificate: {{ cert: \"{_certificates.Client.CertificateFile}\", key: \"{_certificates.Client.KeyFile}\" }},";

    /// <summary>The certificate is copied, so that the broker can be given another one under the same name, as when a person renews it.</summary>
    private async Task ABadCertificateIsRefused(TestCertificate bad, string reason)
    {
        await using var device = await Sites.StartProbeAsync();
        var shown = new TestCertificate(Path.Combine(Gateway.Folder, "shown.pem"), Path.Combine(Gateway.Folder, "shown-key.pem"));
        Show(bad, shown);
        await using var broker = await BrokerWithAsync(shown);
        await using var door = _door;
        door.LeadTo(broker.Ports.Tls!.Value);
        WriteSite(device, door.Port, ClientCertificate);
        await Gateway.StartAsync();
        await TheReasonIsNamed(reason);
        await device.CountedOnAsync(5);

        door.Slam();
        Show(_certificates.Server, shown);
        await broker.TerminateAsync();
        await broker.RestartAsync();
        var platform = await SubscribeAsync(broker);
        Assert.Empty(platform.Messages.Entries);
        int counted = await device.CountOfAsync();
        door.LeadTo(broker.Ports.Tls!.Value);
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", counted));
        await EverythingStoredArrivesAsync(platform.Messages);
    }

    private static void Show(TestCertificate certificate, TestCertificate shown)
    {
        File.Copy(certificate.CertificateFile, shown.CertificateFile, overwrite: true);
        File.Copy(certificate.KeyFile, shown.KeyFile, overwrite: true);
    }

    private Task<Mosquitto> BrokerWithAsync(TestCertificate certificate) =>
        Mosquitto.StartAsync(new() { ServerCertificate = certificate, ClientAuthorityFile = _certificates.AuthorityFile });

    private void WriteSite(PymodbusServer device, int port, string feed) =>
        Gateway.WriteProbe(Sites.With(Sites.Tcp(device.Port), port, $"ca: \"{_certificates.AuthorityFile}\", {feed}", "mqtts"));

    /// <summary>In the log, and in what <c>envgw status</c> tells people and scripts.</summary>
    private async Task TheReasonIsNamed(string reason)
    {
        string logged = await Gateway.LoggedAsync("cannot connect");
        Assert.Contains(reason, logged, StringComparison.OrdinalIgnoreCase);
        var status = await Gateway.StatusAsync();
        var feed = status.GetProperty("feeds")[0];
        Assert.False(feed.GetProperty("connected").GetBoolean());
        Assert.Contains(reason, feed.GetProperty("trouble").GetString(), StringComparison.OrdinalIgnoreCase);
        var problems = status.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("english").GetString()!);
        Assert.Contains(problems, problem => problem.Contains(reason, StringComparison.OrdinalIgnoreCase));
    }
}
