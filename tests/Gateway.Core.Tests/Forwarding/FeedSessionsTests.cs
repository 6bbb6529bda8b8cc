using System.Text;
using Gateway.Core.Forwarding;
using Gateway.Core.Site;
using Gateway.Mqtt;

namespace Gateway.Core.Tests.Forwarding;

public class FeedSessionsTests
{
    private int _asked;

    private FeedSecrets Secrets => new(secret => Encoding.UTF8.GetBytes($"{secret.Name}-{++_asked}"), secret => $"/run/secrets/{secret.Name}");

    [Theory]
    [InlineData(null, MqttProtocolPreference.Version5ThenVersion311)]
    [InlineData(5, MqttProtocolPreference.Version5Only)]
    [InlineData(4, MqttProtocolPreference.Version311Only)]
    public void The_protocol_version_is_the_one_asked_for(int? version, MqttProtocolPreference preference) =>
        Assert.Equal(preference, Options(TestFeeds.Feed() with { ProtocolVersion = version }).Protocol);

    [Fact]
    public void A_password_is_asked_for_at_each_connect_and_kept_nowhere()
    {
        var options = Options(TestFeeds.Feed() with { UserName = "box", Password = new SecretReference("mqtt") });
        Assert.Equal(0, _asked);
        Assert.Equal(["mqtt-1", "mqtt-2"], [Encoding.UTF8.GetString(options.Password!().Span), Encoding.UTF8.GetString(options.Password!().Span)]);
    }

    [Fact]
    public void A_private_key_comes_from_its_file_or_from_the_file_of_its_secret()
    {
        var feed = TestFeeds.Feed() with { UsesTls = true, AuthorityFile = "ca.pem", ClientCertificateFile = "box.pem" };
        Assert.Equal("box.key", Options(feed with { ClientKeyFile = "box.key" }).Tls!.ClientKeyFile);
        Assert.Equal("/run/secrets/box_key", Options(feed with { ClientKey = new SecretReference("box_key") }).Tls!.ClientKeyFile);
        Assert.Equal(new MqttTlsOptions { CertificateAuthorityFile = "ca.pem", ClientCertificateFile = "box.pem" }, Options(feed).Tls);
        Assert.Null(Options(feed with { UsesTls = false }).Tls);
    }

    [Fact]
    public void The_will_is_made_anew_for_each_connection_and_held_back_for_a_short_break()
    {
        int connection = 0;
        var options = FeedSessions.OptionsOf(
            new FeedSessionRequest(TestFeeds.Feed(), () => new MqttPublish { Topic = "status", Payload = new byte[] { (byte)++connection } }), Secrets);
        Assert.Equal([1, 2], [options.WillOfConnection!().Message.Payload.Span[0], options.WillOfConnection!().Message.Payload.Span[0]]);
        Assert.Equal(TimeSpan.FromSeconds(30), options.WillOfConnection!().Delay);
    }

    [Fact]
    public void A_session_outlives_the_program_unless_the_broker_is_out_of_step_with_it_or_keeps_none()
    {
        var request = new FeedSessionRequest(TestFeeds.Feed(), () => new MqttPublish { Topic = "status", Payload = default });
        Assert.False(FeedSessions.OptionsOf(request, Secrets).CleanStartFirst);
        Assert.True(FeedSessions.OptionsOf(request with { BeginsAnew = true }, Secrets).CleanStartFirst);
        Assert.True(Options(TestFeeds.Feed() with { SessionExpiry = TimeSpan.Zero }).CleanStartFirst);
    }

    private MqttSessionOptions Options(FeedModel feed) =>
        FeedSessions.OptionsOf(new FeedSessionRequest(feed, () => new MqttPublish { Topic = "status", Payload = default }), Secrets);
}
