namespace Gateway.Testing;

/// <summary>How a broker of a test is set up. There is always a plain MQTT listener; the others come on top of it.</summary>
public sealed record MosquittoOptions
{
    /// <summary>Adds a TLS listener that shows this certificate.</summary>
    public TestCertificate? ServerCertificate { get; init; }

    /// <summary>The TLS listener demands a client's certificate signed by this authority.</summary>
    public string? ClientAuthorityFile { get; init; }

    /// <summary>Adds a WebSocket listener; with <see cref="ServerCertificate"/> also one over TLS.</summary>
    public bool WebSockets { get; init; }

    /// <summary>User names and passwords; when there are any, nobody else is let in.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    /// <summary>Sessions, queues and retained messages are written to disk at every change and survive a restart.</summary>
    public bool Persistence { get; init; }

    /// <summary>Further lines of mosquitto.conf (see mosquitto.conf(5)), put before the listeners.</summary>
    public IReadOnlyList<string> ExtraLines { get; init; } = [];
}
