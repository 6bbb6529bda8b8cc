using Gateway.Core.Site;
using Gateway.Mqtt;

namespace Gateway.Core.Forwarding;

/// <summary>Makes the MQTT session of a feed with our own client.</summary>
public static class FeedSessions
{
    /// <summary>How long a broker keeps the will back, so that a short break is not announced. MQTT 5 only.</summary>
    public static readonly TimeSpan WillDelay = TimeSpan.FromSeconds(30);

    /// <summary>What <see cref="FeedSurroundings.Sessions"/> wants.</summary>
    public static Func<FeedSessionRequest, IMqttSession> With(FeedSecrets secrets, TimeProvider time) =>
        request => new MqttSession(OptionsOf(request, secrets), time);

    /// <summary>The feed's settings in the client's words.</summary>
    /// <remarks>
    /// A session outlives the program, so that a command which is sent while the gateway restarts waits at the broker. What we had in flight is not
    /// remembered over a restart: it goes out again from the bookmark, as new messages under new identifiers, where MQTT 5 section 4.4 has the old ones. At
    /// QoS 1 that is a repeat and nothing worse: for what it receives at QoS 1 a broker keeps no identifier beyond its PUBACK, and platforms drop repeats by
    /// their identity. At QoS 2, which we never use, it would not be allowed.
    /// </remarks>
    public static MqttSessionOptions OptionsOf(FeedSessionRequest request, FeedSecrets secrets)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(secrets);
        var feed = request.Feed;
        return new MqttSessionOptions
        {
            Host = feed.Host,
            Port = feed.Port,
            Tls = feed.UsesTls ? TlsOf(feed, secrets) : null,
            WebSocketPath = feed.WebSocketPath,
            ClientIdentifier = feed.ClientIdentifier,
            UserName = feed.UserName,
            Password = feed.Password is { } password ? () => secrets.Value(password) : null,
            WillOfConnection = () => new MqttWill(request.Will(), WillDelay),
            KeepAlive = feed.KeepAlive,
            SessionExpiry = feed.SessionExpiry,
            CleanStartFirst = request.BeginsAnew || feed.SessionExpiry == TimeSpan.Zero,
            Window = feed.Window,
            Protocol = feed.ProtocolVersion switch
            {
                5 => MqttProtocolPreference.Version5Only,
                null => MqttProtocolPreference.Version5ThenVersion311,
                _ => MqttProtocolPreference.Version311Only,
            },
        };
    }

    private static MqttTlsOptions TlsOf(FeedModel feed, FeedSecrets secrets) => new()
    {
        CertificateAuthorityFile = feed.AuthorityFile,
        ClientCertificateFile = feed.ClientCertificateFile,
        ClientKeyFile = feed.ClientKeyFile ?? (feed.ClientKey is { } key ? secrets.File(key) : null),
    };
}
