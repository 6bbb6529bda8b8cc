namespace Gateway.Testing;

/// <summary>Brokers that are one to their clients, as long as most of them live.</summary>
public interface IBrokerCluster : IAsyncDisposable
{
    IReadOnlyList<IBroker> Members { get; }

    /// <summary>What the members say of it: sessions that are kept, and the messages for them, are on all three, and stay there when one is killed. To be asked when there has
    /// been such a session, and some seconds long: some write down late what they have.</summary>
    bool KeepsThreeCopies { get; }
}
