using Gateway.Core.Forwarding.Commands;

namespace Gateway.Core.Site;

/// <summary>One platform: where it is, what it gets, how it knows us.</summary>
public sealed record FeedModel
{
    public required int Number { get; init; }

    /// <summary>The key in the site file; bookmarks are kept under it.</summary>
    public required string Name { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public bool UsesTls { get; init; }

    /// <summary>Path at which the broker speaks MQTT in a WebSocket; null for MQTT directly over TCP or TLS.</summary>
    public string? WebSocketPath { get; init; }

    /// <summary>Where the broker is, as it is written in a site file.</summary>
    public string Broker => new BrokerAddress(Host, Port, UsesTls, WebSocketPath).Text;

    /// <summary>The only format so far is <c>envgw-json</c>.</summary>
    public string Format { get; init; } = "envgw-json";

    /// <summary>Root of every topic: <c>envgw1/{org}/{gateway}</c> with the placeholders filled in.</summary>
    public required string TopicRoot { get; init; }

    public required string ClientIdentifier { get; init; }

    public string? UserName { get; init; }

    /// <summary>Name of the secret that holds the password.</summary>
    public SecretReference? Password { get; init; }

    /// <summary>PEM file with the authorities to trust instead of the system's.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>PEM file with our certificate (and its chain).</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>PEM file with our private key, or the secret that holds it.</summary>
    public string? ClientKeyFile { get; init; }

    public SecretReference? ClientKey { get; init; }

    public int? ProtocolVersion { get; init; }

    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>QoS 1 messages in flight at most; the broker's receive maximum may lower it.</summary>
    public int Window { get; init; } = 32;

    /// <summary>When the oldest reading that is not acknowledged is older than the newest by so much, the newest go first and the others follow
    /// beside.</summary>
    public TimeSpan LiveFirstAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bodies of 512 bytes and more are compressed with gzip.</summary>
    public bool Compress { get; init; } = true;

    /// <summary>Whether alarm transitions are sent.</summary>
    public bool SendsAlarms { get; init; } = true;

    /// <summary>Commands that the platform may give over this feed.</summary>
    public IReadOnlyList<string> Commands { get; init; } = CommandVerbs.Usual;

    /// <summary>The platform is expected to give receipts; when it gives none, that is said.</summary>
    public bool RequiresReceipts { get; init; }

    public required ReadingSelection Readings { get; init; }
}
