using Gateway.Testing;

namespace Gateway.EndToEnd;

/// <summary>The platform's book-keeping by identity: (epoch, lane, seq).</summary>
internal static class FeedLedger
{
    /// <summary>In each lane of each epoch, from the first message that ever was to the newest, none is missing.</summary>
    public static void AssertNoHoles(IEnumerable<MosquittoMessage> messages)
    {
        foreach (var lane in messages.Where(IsStored).Select(m => m.Identity()).GroupBy(id => (id.Epoch, id.Lane), id => id.Seq))
        {
            var sequences = lane.Distinct().Order().ToList();
            Assert.Equal(Enumerable.Range(1, sequences.Count).Select(n => (long)n), sequences);
        }
    }

    /// <summary>A message that comes again says the same, byte for byte.</summary>
    public static void AssertRepeatsAreTheSame(IEnumerable<MosquittoMessage> messages)
    {
        foreach (var same in messages.Where(IsStored).GroupBy(m => m.Identity()))
        {
            byte[] first = FeedMessages.Plain(same.First().Payload);
            Assert.All(same, repeat => Assert.Equal(first, FeedMessages.Plain(repeat.Payload)));
        }
    }

    /// <summary>What was stored is there.</summary>
    public static void AssertArrived(IEnumerable<long> stored, IEnumerable<MosquittoMessage> messages, string point) =>
        Assert.Equal([], Missing(stored, messages, point));

    public static bool IsMissingAny(IEnumerable<long> stored, IEnumerable<MosquittoMessage> messages, string point) => Missing(stored, messages, point).Any();

    private static IEnumerable<long> Missing(IEnumerable<long> stored, IEnumerable<MosquittoMessage> messages, string point) =>
        stored.Except(messages.ReadingsOf(point).Where(r => r.Quality == "G").Select(r => r.Value.GetInt64()));

    private static bool IsStored(MosquittoMessage message) => message.Topic.Contains("/data/", StringComparison.Ordinal);
}
