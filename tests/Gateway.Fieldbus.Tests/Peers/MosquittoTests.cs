using System.Net.Sockets;
using Gateway.Testing;

namespace Gateway.Fieldbus.Tests.Peers;

public class MosquittoTests
{
    [Fact]
    public async Task A_subscriber_receives_topic_payload_qos_and_properties_exactly()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await MosquittoSubscriber.StartAsync(broker, ["site/#"]);
        await PublishAsync(broker, "-V", "mqttv5", "-q", "1", "-t", "site/a b/水", "-m", "7.2\nµS", "-D", "publish", "content-type", "text/plain", "-D", "publish", "user-property", "k", "v");
        var message = await subscriber.WaitForAsync(m => m.Topic == "site/a b/水");
        Assert.Equal("7.2\nµS", message.Text);
        Assert.Equal((1, false, "text/plain", "k:v"), (message.Qos, message.Retain, message.ContentType, message.UserProperties));
    }

    [Fact]
    public async Task An_empty_payload_is_a_message()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await MosquittoSubscriber.StartAsync(broker, ["#"], new() { Version5 = false });
        await PublishAsync(broker, "-t", "empty", "-n");
        Assert.Empty((await subscriber.WaitForAsync(m => m.Topic == "empty")).Payload);
    }

    [Fact]
    public async Task A_persistent_broker_keeps_what_it_was_given_through_a_kill_and_its_port()
    {
        await using var broker = await Mosquitto.StartAsync(new() { Persistence = true });
        int port = broker.Port;
        await PublishAsync(broker, "-q", "1", "-r", "-t", "kept", "-m", "1");
        await broker.Log.WaitForAsync(line => line.Contains("Saving in-memory database", StringComparison.Ordinal));
        Assert.Equal(128 + 9, await broker.KillAsync());
        await broker.RestartAsync();
        Assert.Equal(port, broker.Port);
        await using var subscriber = await MosquittoSubscriber.StartAsync(broker, ["kept"]);
        Assert.True((await subscriber.WaitForAsync(m => m.Topic == "kept")).Retain);
    }

    [Fact]
    public async Task A_persistent_session_gets_what_was_published_while_it_was_away()
    {
        await using var broker = await Mosquitto.StartAsync();
        MosquittoSubscriberOptions options = new() { PersistentClientId = "witness" };
        await using (await MosquittoSubscriber.StartAsync(broker, ["t"], options))
        {
        }
        await PublishAsync(broker, "-q", "1", "-t", "t", "-m", "while away");
        await using var back = await MosquittoSubscriber.StartAsync(broker, ["t"], options);
        Assert.Equal("while away", (await back.WaitForAsync(_ => true)).Text);
    }

    [Fact]
    public async Task Only_users_with_their_password_are_let_in()
    {
        await using var broker = await Mosquitto.StartAsync(new() { Users = new Dictionary<string, string> { ["box"] = "s3cret" } });
        await using var subscriber = await MosquittoSubscriber.StartAsync(broker, ["#"], new() { User = "box", Password = "s3cret" });
        await using var stranger = Publisher(broker, "-t", "t", "-m", "x", "-u", "box", "-P", "wrong");
        Assert.NotEqual(0, await stranger.WaitForExitAsync());
        await PublishAsync(broker, "-t", "t", "-m", "y", "-u", "box", "-P", "s3cret");
        Assert.Equal("y", (await subscriber.WaitForAsync(_ => true)).Text);
    }

    [Fact]
    public async Task The_tls_listener_takes_clients_with_a_certificate_of_the_authority_only()
    {
        using var folder = new TemporaryFolder();
        using var certificates = new TestCertificates(folder.Path);
        await using var broker = await Mosquitto.StartAsync(
            new() { ServerCertificate = certificates.Server, ClientAuthorityFile = certificates.AuthorityFile, WebSockets = true });
        int port = broker.Ports.Tls!.Value;
        await using var subscriber = await MosquittoSubscriber.StartAsync(broker, ["#"]);
        Assert.Equal(0, await PublishOverTlsAsync(port, certificates.AuthorityFile, certificates.Client));
        Assert.NotEqual(0, await PublishOverTlsAsync(port, certificates.AuthorityFile, certificates.StrangeClient));
        Assert.NotEqual(0, await PublishOverTlsAsync(port, certificates.AuthorityFile, certificates.ExpiredClient));
        Assert.NotEqual(0, await PublishOverTlsAsync(port, certificates.StrangeAuthorityFile, certificates.Client));
        Assert.Equal("over tls", (await subscriber.WaitForAsync(_ => true)).Text);
        Assert.True(broker.Ports is { WebSocket: > 0, WebSocketTls: > 0 });
    }

    [Fact]
    public async Task Bad_server_certificates_are_bad_in_the_way_their_names_say()
    {
        using var folder = new TemporaryFolder();
        using var certificates = new TestCertificates(folder.Path);
        Assert.Equal("", await FaultOfAsync(certificates, certificates.Server));
        Assert.Contains("certificate has expired", await FaultOfAsync(certificates, certificates.ExpiredServer), StringComparison.Ordinal);
        Assert.Contains("not yet valid", await FaultOfAsync(certificates, certificates.FutureServer), StringComparison.Ordinal);
        Assert.Contains("hostname mismatch", await FaultOfAsync(certificates, certificates.WrongHostServer), StringComparison.Ordinal);
        Assert.NotEqual("", await FaultOfAsync(certificates, certificates.StrangeServer));
    }

    [Fact]
    public async Task A_frozen_broker_stays_connected_and_silent_until_it_thaws()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var subscriber = await MosquittoSubscriber.StartAsync(broker, ["t"]);
        broker.Freeze();
        using var connected = new TcpClient();
        await connected.ConnectAsync("127.0.0.1", broker.Port);
        broker.Thaw();
        await PublishAsync(broker, "-t", "t", "-m", "thawed");
        Assert.Equal("thawed", (await subscriber.WaitForAsync(_ => true)).Text);
    }

    private static RunningProcess Publisher(Mosquitto broker, params string[] arguments) =>
        RunningProcess.Start("mosquitto_pub", ["-h", "127.0.0.1", "-p", $"{broker.Port}", .. arguments], "mosquitto-clients");

    private static async Task PublishAsync(Mosquitto broker, params string[] arguments)
    {
        await using var publisher = Publisher(broker, arguments);
        Assert.Equal(0, await publisher.WaitForExitAsync());
    }

    private static async Task<int> PublishOverTlsAsync(int port, string authorityFile, TestCertificate client)
    {
        string[] arguments = ["-h", "localhost", "-p", $"{port}", "--cafile", authorityFile, "--cert", client.CertificateFile, "--key", client.KeyFile, "-q", "1", "-t", "t", "-m", "over tls"];
        await using var publisher = RunningProcess.Start("mosquitto_pub", arguments, "mosquitto-clients");
        return await publisher.WaitForExitAsync();
    }

    /// <summary>What OpenSSL, an independent judge, finds wrong with a server's certificate; empty when nothing.</summary>
    private static async Task<string> FaultOfAsync(TestCertificates certificates, TestCertificate server)
    {
        string[] arguments = ["verify", "-CAfile", certificates.AuthorityFile, "-purpose", "sslserver", "-verify_hostname", "localhost", server.CertificateFile];
        await using var openssl = RunningProcess.Start("openssl", arguments, "openssl");
        return await openssl.WaitForExitAsync() == 0 ? "" : string.Join('\n', openssl.Errors.Entries.Select(line => line.ToLowerInvariant()));
    }
}
