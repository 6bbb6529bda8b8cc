using System.Text.Json;
using Gateway.EndToEnd;
using Gateway.Testing;

namespace Gateway.Faults.Site;

/// <summary>The far end: an independent subscriber, and what it has of a gateway.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private const string Data = "/data/";

    private readonly MosquittoSubscriber _subscriber;
    private readonly Dictionary<MessageId, byte[]> _here = [];
    private readonly List<string> _conflicts = [];
    private int _taken;

    private Platform(MosquittoSubscriber subscriber) => _subscriber = subscriber;

    /// <summary>Everything, in order, repeats included.</summary>
    public Journal<MosquittoMessage> Messages => _subscriber.Messages;

    public static async Task<Platform> StartAsync(Mosquitto broker) => new(await MosquittoSubscriber.StartAsync(broker, ["envgw1/#"]));

    /// <summary>What arrived so far, by identity: the bytes of the first.</summary>
    public IReadOnlyDictionary<MessageId, byte[]> Here
    {
        get
        {
            TakeNew();
            return _here;
        }
    }

    /// <summary>How often a message came again.</summary>
    public long Repeats { get; private set; }

    /// <summary>A sentence for each message that came again with other bytes.</summary>
    public IReadOnlyList<string> Conflicts => _conflicts;

    /// <summary>The good numbers of a point among what arrived.</summary>
    public IReadOnlySet<long> NumbersOf(string point) => Messages.Entries.Where(IsReadable).GoodNumbersOf(point).ToHashSet();

    /// <summary>Whether it came as a message at all, and was not damaged on its way.</summary>
    public static bool IsReadable(MosquittoMessage message) => !message.Topic.Contains(Data, StringComparison.Ordinal) || Read(message) is not null;

    /// <summary>Good numbers of a point that stand in two messages: a device that counts gave each once.</summary>
    public IEnumerable<long> NumbersUnderTwoIdentities(string point) =>
        Messages.Entries.Where(IsReadable).ReadingsOf(point).Where(r => r.Quality == "G").Select(r => (r.Seq, Number: r.Value.GetInt64())).Distinct()
            .GroupBy(r => r.Number).Where(same => same.Count() > 1).Select(same => same.Key);

    public ValueTask DisposeAsync() => _subscriber.DisposeAsync();

    /// <returns>Null for what was damaged on its way so that it cannot be read.</returns>
    private static (MessageId Id, byte[] Plain)? Read(MosquittoMessage message)
    {
        try
        {
            byte[] plain = FeedMessages.Plain(message.Payload);
            using var document = JsonDocument.Parse(plain);
            // Looked through to the end: each row must be one.
            foreach (var _ in message.Readings()) continue;
            return (MessageId.Of(document.RootElement), plain);
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidDataException or KeyNotFoundException
            or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private void TakeNew()
    {
        var messages = Messages.Entries;
        for (; _taken < messages.Count; _taken++)
        {
            if (!messages[_taken].Topic.Contains(Data, StringComparison.Ordinal)) continue;
            if (Read(messages[_taken]) is not var (id, plain)) continue;
            if (_here.TryAdd(id, plain)) continue;
            Repeats++;
            if (!_here[id].AsSpan().SequenceEqual(plain)) _conflicts.Add($"{id} came again with other bytes");
        }
    }
}
