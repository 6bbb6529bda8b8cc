namespace Gateway.Testing;

/// <summary>Brokers that are one to their clients, as long as most of them live.</summary>
public interface IBrokerCluster : IAsyncDisposable
{
    IReadOnlyList<IBroker> Members { get; }

    /// <summary>What the members say of it: sessions that are kept, and the messages for them, are on all three. To be asked when there has been such a session.</summary>
    bool KeepsThreeCopies { get; }
}
