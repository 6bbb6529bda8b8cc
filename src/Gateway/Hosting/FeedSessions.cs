using System.Text;
using Gateway.Core.Forwarding;
using Gateway.Core.Site;
using Gateway.Mqtt;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>Makes MQTT sessions of feeds: the one place that knows which client stands behind the session contract, and where secrets come from.</summary>
internal sealed class FeedSessions(FeedSecrets secrets, TimeProvider time, ILogger<FeedSessions> logger)
{
    /// <summary>Hides a short reconnect from the platform: the broker waits so long before it publishes our will.</summary>
    private static readonly TimeSpan _willDelay = TimeSpan.FromSeconds(30);

    public IMqttSession Make(FeedSessionRequest request)
    {
        var feed = request.Feed;
        return new MqttSession(new MqttSessionOptions
        {
            Host = feed.Host,
            Port = feed.Port,
            Tls = feed.UsesTls ? TlsOf(feed) : null,
            ClientIdentifier = feed.ClientIdentifier,
            UserName = feed.UserName,
            Password = feed.Password is { } password ? () => PasswordOf(feed, password) : null,
            WillOfConnection = () => new MqttWill(request.Will(), _willDelay),
            KeepAlive = feed.KeepAlive,
            SessionExpiry = feed.SessionExpiry,
            Window = feed.Window,
            Protocol = feed.ProtocolVersion switch
            {
                5 => MqttProtocolPreference.Version5Only,
                4 => MqttProtocolPreference.Version311Only,
                _ => MqttProtocolPreference.Version5ThenVersion311,
            },
        }, time);
    }

    /// <summary>Asked at each connect. A secret that has gone since the start is reported; the broker then refuses the empty password, and the feed says so.</summary>
    private ReadOnlyMemory<byte> PasswordOf(FeedModel feed, SecretReference reference)
    {
        var secret = secrets.Find(reference);
        if (secret.Problem is { } problem) Log.SecretMissing(logger, feed.Name, problem.English);
        return Encoding.UTF8.GetBytes(secret.Value ?? "");
    }

    private MqttTlsOptions TlsOf(FeedModel feed) => new()
    {
        CertificateAuthorityFile = feed.AuthorityFile,
        ClientCertificateFile = feed.ClientCertificateFile,
        ClientKeyFile = feed.ClientKey is { } key ? secrets.FileOf(key) : feed.ClientKeyFile,
    };
}
