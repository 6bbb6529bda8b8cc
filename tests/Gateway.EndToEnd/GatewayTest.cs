using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>
/// A test of the real program: a gateway, those who listen to it, and what must hold of every message they got, whatever the test was about. Each message fits
/// the schema that platforms are given, and messages of one identity are repeats of one another, byte for byte.
/// </summary>
public abstract class GatewayTest : IAsyncLifetime
{
    private readonly List<MosquittoSubscriber> _subscribers = [];

    private protected GatewayUnderTest Gateway { get; } = new();

    /// <summary>What all subscribers of this test got, in the order in which they came.</summary>
    private protected IReadOnlyList<MosquittoMessage> Received => [.. _subscribers.SelectMany(subscriber => subscriber.Messages.Entries)];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Gateway.DisposeAsync();
        foreach (var subscriber in _subscribers) await subscriber.DisposeAsync();
        if (Received.Count == 0) return;
        Assert.Empty(await SchemaValidator.FaultsInAsync(Path.Combine(AppContext.BaseDirectory, "schemas"), Received));
        FeedLedger.AssertRepeatsAreTheSame(Received);
    }

    /// <summary>An independent subscriber to everything gateways say; it listens for the rest of the test.</summary>
    private protected async Task<MosquittoSubscriber> SubscribeAsync(Mosquitto broker, MosquittoSubscriberOptions? options = null)
    {
        var subscriber = await MosquittoSubscriber.StartAsync(broker, ["envgw1/#"], options);
        _subscribers.Add(subscriber);
        return subscriber;
    }

    /// <summary>
    /// Stops the gateway, looks what it had stored, starts it again so that it can send what it stored last, and compares: all of it came, and no sequence is missing.
    /// </summary>
    private protected async Task EverythingStoredArrivesAsync(MosquittoSubscriber platform)
    {
        Assert.Equal(0, await Gateway.Process.TerminateAsync());
        using var ledger = StoredReadings.Open(Gateway.BufferFolder);
        var stored = ledger.NumbersOf("outlet/reads");
        await Gateway.StartAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", stored.Max()));
        FeedLedger.AssertArrived(stored, Received, "outlet/reads");
        FeedLedger.AssertNoHoles(Received);
    }
}
