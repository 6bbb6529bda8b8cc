using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Core.Site;
using Gateway.Core.Tests.Buffering;
using Gateway.Core.Tests.Forwarding.EnvgwJson;
using Gateway.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Core.Tests.Forwarding;

public class FeedPropertyTests
{
    private const int Batches = 40;
    private const int Events = 10;

    private static readonly ReadingSelection _thinned = new(false, TimeSpan.FromSeconds(60), OnChange: true);

    // Each case takes a few hundred publishes over dozens of connections.
    private static readonly Config _few = Config.QuickThrowOnFailure.WithMaxTest(15);

    [Fact]
    public void Whatever_the_broker_and_the_power_do_everything_stored_arrives_and_no_bookmark_runs_ahead() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => SurvivesAsync(seed).GetAwaiter().GetResult()).Check(_few);

    [Fact]
    public void A_reader_that_begins_again_at_any_bookmark_makes_the_same_messages_byte_for_byte() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => IsRepeatable(new Random(seed))).QuickCheckThrowOnFailure();

    private static async Task<bool> SurvivesAsync(int seed)
    {
        // Two, since the broker draws on the feed's threads.
        var random = new Random(seed);
        var moods = new Random(seed + 1);
        await using var bench = new FeedBench(TestFeeds.Feed() with { Window = random.Next(1, 12), Compress = random.Next(2) == 0 }, seed);
        bool isKind = false;
        bench.Broker.Script = message => isKind || !message.Topic.Contains("/data/") ? BrokerAnswer.Accept : Unkind(moods);
        bench.Broker.Refusal = _ => !isKind && moods.Next(4) == 0 ? Failed(moods) : null;
        bench.Broker.Limits = bench.Broker.Limits with { ReceiveMaximum = random.Next(1, 12) };
        bench.Start();
        for (int step = 0; step < Batches; step++)
        {
            await bench.StoreAsync(1);
            if (step % (Batches / Events) == 0) await bench.StoreEventAsync();
            bench.Broker.KeepsSessions = random.Next(2) == 0;
            if (random.Next(5) == 0) bench.Broker.Drop();
            if (random.Next(12) == 0) await bench.RestartAsync();
            while (bench.Broker.Held > 0 && random.Next(3) > 0) TryRelease(bench.Broker, random);
            AssertNoBookmarkAhead(bench);
        }
        isKind = true;
        bench.Broker.Drop();
        await bench.PassUntil(() => IsDone(bench, Lane.Live, Batches) && IsDone(bench, Lane.Event, Events), TimeSpan.FromSeconds(1));
        AssertNoBookmarkAhead(bench);
        return bench.Seqs(Lane.Live).Distinct().Count() == Batches && bench.Seqs(Lane.Event).Distinct().Count() == Events;
    }

    private static BrokerAnswer Unkind(Random random) => random.Next(20) switch
    {
        0 => BrokerAnswer.DropBefore,
        1 => BrokerAnswer.DropAfter,
        2 => BrokerAnswer.Refuse(MqttReasonCode.QuotaExceeded),
        3 => BrokerAnswer.Refuse(MqttReasonCode.NotAuthorized),
        4 => BrokerAnswer.Refuse(MqttReasonCode.PacketIdentifierInUse),
        5 => BrokerAnswer.Refuse(MqttReasonCode.NoMatchingSubscribers),
        < 12 => BrokerAnswer.Hold,
        _ => BrokerAnswer.Accept,
    };

    private static MqttConnectResult Failed(Random random) => new(
        random.Next(2) == 0 ? MqttConnectOutcome.Unreachable : MqttConnectOutcome.Refused, MqttReasonCode.ServerBusy, false, MqttLimits.Unstated, "busy");

    private static void TryRelease(ScriptedBroker broker, Random random)
    {
        lock (broker.Gate)
        {
            if (broker.Held > 0) broker.Release(random.Next(broker.Held), random.Next(8) == 0 ? MqttReasonCode.QuotaExceeded : MqttReasonCode.Success);
        }
    }

    private static bool IsDone(FeedBench bench, Lane lane, long last) => bench.Buffer.BookmarkOf(bench.Feed.Name, lane).Acknowledged == last;

    private static void AssertNoBookmarkAhead(FeedBench bench)
    {
        foreach (var lane in (Lane[])[Lane.Live, Lane.Event])
        {
            long bookmark = bench.Buffer.BookmarkOf(bench.Feed.Name, lane).Acknowledged;
            var received = Seqs(bench, lane);
            Assert.True(Enumerable.Range(1, (int)bookmark).All(seq => received.Contains(seq)), $"{lane} bookmark {bookmark} passes what the broker never had");
        }
    }

    private static HashSet<long> Seqs(FeedBench bench, Lane lane) =>
        [.. bench.Broker.Received.Where(m => m.Topic.EndsWith(LaneText.Of(lane))).Select(m => long.Parse(m.UserProperties.First(p => p.Key == "seq").Value))];

    private static bool IsRepeatable(Random random)
    {
        var feed = TestFeeds.Feed(_thinned);
        using var buffer = new DurableBuffer(StoreWith(random, 60), new BufferSettings { Path = "" }, TimeProvider.System, NullLogger<DurableBuffer>.Instance);
        buffer.Open();
        var whole = Drain(buffer, feed, 0).ToArray();
        return whole.All(message => message.From <= message.Seq)
            && whole.Zip(whole.Skip(1)).All(pair => pair.Second.From == pair.First.Seq + 1)
            && whole.Index().All(sent => Drain(buffer, feed, sent.Item.Seq).SequenceEqual(whole.Skip(sent.Index + 1)));
    }

    /// <summary>A store with batches of which many hold nothing for a thinned feed.</summary>
    private static MemoryStore StoreWith(Random random, int batches)
    {
        var store = new MemoryStore(1L << 30);
        store.Open();
        var layout = TestSites.LayoutOf(4);
        int number = store.AddLayout(layout.Digest, layout.Descriptor);
        var transaction = new StoreTransaction();
        for (int seq = 1; seq <= batches; seq++)
        {
            long time = Samples.Time + (seq * 4_000L) + random.Next(900);
            var rows = Enumerable.Range(0, 4).Select(point => (Readings.Reading.OfNumber(point, time + point, random.Next(3)), random.Next(9) == 0)).ToArray();
            var sealedNow = Samples.Readings(seq, rows);
            transaction.Messages.Add(new NewMessage(
                Lane.Live, seq, MessageKind.Readings, time, 0, ClockState.Synchronized, rows.Length, number, sealedNow.Body));
        }
        store.Commit(transaction);
        return store;
    }

    private static IEnumerable<(long Seq, long From, string Bytes)> Drain(DurableBuffer buffer, FeedModel feed, long bookmark)
    {
        var reader = new LaneReader(buffer, new("nt-h07", feed), Lane.Live, bookmark, feed.Name, NullLogger.Instance);
        while (reader.HasMore)
        {
            if (reader.Next() is not { } message) continue;
            using var json = System.Text.Json.JsonDocument.Parse(Plain(message.Publish.Payload));
            long from = json.RootElement.TryGetProperty("from", out var first) ? first.GetInt64() : message.Seq;
            yield return (message.Seq, from, Convert.ToHexString(message.Publish.Payload.Span));
        }
    }

    private static ReadOnlyMemory<byte> Plain(ReadOnlyMemory<byte> payload)
    {
        if (payload.Span[0] != 0x1F) return payload;
        using var gzip = new System.IO.Compression.GZipStream(new MemoryStream(payload.ToArray()), System.IO.Compression.CompressionMode.Decompress);
        using var json = new MemoryStream();
        gzip.CopyTo(json);
        return json.ToArray();
    }
}
