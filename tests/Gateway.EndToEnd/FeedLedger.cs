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
        Assert.Equal([], stored.Except(messages.GoodNumbersOf(point)));

    /// <summary>What was stored comes: there is the whole patience for it, and what is lost stays lost.</summary>
    public static async Task AllArriveAsync(IEnumerable<long> stored, Journal<MosquittoMessage> messages, string point)
    {
        var missing = stored.ToHashSet();
        await AllComeAsync(missing, messages, message => missing.ExceptWith(new[] { message }.GoodNumbersOf(point)));
    }

    /// <summary>What a broker that lived on has acknowledged comes to its subscriber.</summary>
    public static async Task AllAreHandedOnAsync(IEnumerable<MosquittoMessage> acknowledged, Journal<MosquittoMessage> messages)
    {
        var missing = acknowledged.Where(IsStored).Select(FeedMessages.Identity).ToHashSet();
        await AllComeAsync(missing, messages, message =>
        {
            if (IsStored(message)) missing.Remove(message.Identity());
        });
    }

    private static async Task AllComeAsync<T>(HashSet<T> missing, Journal<MosquittoMessage> messages, Action<MosquittoMessage> strike)
    {
        if (missing.Count == 0) return;
        try
        {
            await messages.WaitForAsync(message =>
            {
                strike(message);
                return missing.Count == 0;
            });
        }
        catch (TimeoutException)
        {
            Assert.Equal([], missing.Order());
        }
    }

    private static bool IsStored(MosquittoMessage message) => message.Topic.Contains("/data/", StringComparison.Ordinal);
}
