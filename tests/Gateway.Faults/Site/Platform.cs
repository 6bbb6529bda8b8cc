using System.Text.Json;
using Gateway.EndToEnd;
using Gateway.Testing;

namespace Gateway.Faults.Site;

/// <summary>The far end: an independent subscriber, and what it has of a gateway.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private const string Data = "/data/";

    private readonly MosquittoSubscriber _subscriber;

    private Platform(MosquittoSubscriber subscriber) => _subscriber = subscriber;

    /// <summary>Everything, in order, repeats included.</summary>
    public Journal<MosquittoMessage> Messages => _subscriber.Messages;

    public static async Task<Platform> StartAsync(Mosquitto broker) => new(await MosquittoSubscriber.StartAsync(broker, ["envgw1/#"]));

    /// <summary>What arrived so far, by identity: the bytes, and how often more than once.</summary>
    /// <param name="faults">Takes a sentence for each message that came again with other bytes.</param>
    public (IReadOnlyDictionary<MessageId, byte[]> Here, long Repeats) Received(ICollection<string> faults)
    {
        var here = new Dictionary<MessageId, byte[]>();
        long repeats = 0;
        foreach (var message in Messages.Entries.Where(m => m.Topic.Contains(Data, StringComparison.Ordinal)))
        {
            byte[] plain = FeedMessages.Plain(message.Payload);
            using var document = JsonDocument.Parse(plain);
            var id = MessageId.Of(document.RootElement);
            if (here.TryAdd(id, plain)) continue;
            repeats++;
            if (!here[id].AsSpan().SequenceEqual(plain)) faults.Add($"{id} came again with other bytes");
        }
        return (here, repeats);
    }

    /// <summary>The good numbers of a point among what arrived.</summary>
    public IReadOnlySet<long> NumbersOf(string point) => Messages.Entries.GoodNumbersOf(point).ToHashSet();

    public ValueTask DisposeAsync() => _subscriber.DisposeAsync();
}
