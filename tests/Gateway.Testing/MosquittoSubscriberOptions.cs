namespace Gateway.Testing;

/// <summary>How an independent subscriber connects.</summary>
public sealed record MosquittoSubscriberOptions
{
    public int Qos { get; init; } = 1;

    /// <summary>MQTT 5 where the broker speaks it, instead of 3.1.1, to see the properties of messages.</summary>
    public bool Version5 { get; init; } = true;

    /// <summary>With it, the session stays with the broker while this subscriber is away, for as long as the broker remembers.</summary>
    public string? PersistentClientId { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }
}
