using Gateway.Testing;

// These tests wait for processes, time-outs and back-offs most of the time: more of them at once than there are processors.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace Gateway.EndToEnd;

/// <summary>
/// A test of the real program: a gateway, those who listen to it, and what must hold of every message they got, whatever the test was about. Each message fits
/// the schema that platforms are given, and messages of one identity are repeats of one another, byte for byte.
/// </summary>
public abstract class GatewayTest : IAsyncLifetime
{
    private readonly List<MosquittoSubscriber> _subscribers = [];

    /// <summary>
    /// A broker that throws nothing away. It still holds messages back: mosquitto_sub asks for no more than 20 unacknowledged ones (receive maximum), and what
    /// a broker holds dies with it, acknowledged or not. A test that kills one asks a <see cref="PublishWitness"/>.
    /// </summary>
    private protected static MosquittoOptions Unrestrained { get; } = new() { ExtraLines = ["max_inflight_messages 0", "max_queued_messages 0"] };

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
    private protected async Task<MosquittoSubscriber> SubscribeAsync(IBroker broker, MosquittoSubscriberOptions? options = null)
    {
        var subscriber = await MosquittoSubscriber.StartAsync(broker, ["envgw1/#"], options);
        _subscribers.Add(subscriber);
        return subscriber;
    }

    /// <summary>Waits for what the device has answered so far, and then for everything stored: see <see cref="EverythingStoredArrivesAsync"/>.</summary>
    private protected async Task EverythingArrivesAsync(PymodbusServer device, MosquittoSubscriber platform)
    {
        int counted = await device.CountOfAsync();
        await platform.WaitForAsync(m => m.Reaches("outlet/reads", counted));
        await EverythingStoredArrivesAsync(platform.Messages);
    }

    /// <summary>
    /// Stops the gateway, looks what it had stored, starts it again so that it can send what it stored last, and compares: all of it came, and no sequence
    /// is missing.
    /// </summary>
    /// <param name="arrived">What a subscriber received or, where brokers die, what they acknowledged.</param>
    private protected async Task EverythingStoredArrivesAsync(Journal<MosquittoMessage> arrived)
    {
        Assert.Equal(0, await Gateway.Process.TerminateAsync());
        using var ledger = StoredReadings.Open(Gateway.BufferFolder);
        var stored = ledger.NumbersOf("outlet/reads");
        await Gateway.StartAsync();
        await FeedLedger.AllArriveAsync(stored, arrived, "outlet/reads");
        FeedLedger.AssertNoHoles(arrived.Entries);
    }
}
