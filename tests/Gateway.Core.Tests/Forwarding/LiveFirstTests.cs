using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Forwarding;

public class LiveFirstTests
{
    // Virtual time runs ahead of the buffer by minutes: what is meant to be late is late by a day.
    private static readonly FeedModel _feed = TestFeeds.Feed() with { Compress = false, LiveFirstAfter = TimeSpan.FromHours(12) };

    [Fact]
    public async Task After_an_outage_fresh_readings_overtake_the_backlog_which_follows_on_its_own_topic_with_its_own_identity()
    {
        await using var bench = await BenchWithBacklogAsync(20);
        bench.Broker.Script = m => m.Topic.EndsWith("/data/fill", StringComparison.Ordinal) ? BrokerAnswer.Hold : BrokerAnswer.Accept;
        bench.Start();
        await bench.PassUntil(() => bench.Broker.Held > 0);
        await bench.StoreAsync(2);
        await bench.PassUntil(() => bench.Seqs(Lane.Live).Length == 2);

        Assert.Equal([21, 22], bench.Seqs(Lane.Live));
        await bench.PassUntil(() => bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live).LiveAcknowledged == 22);
        Assert.Equal(new Bookmark(0, 21, 22), bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live));
        bench.Broker.Script = _ => BrokerAnswer.Accept;
        while (bench.Broker.Held > 0) bench.Broker.Release(0);
        await bench.PassUntil(() => bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live) == new Bookmark(22));

        Assert.Equal(Enumerable.Range(1, 20).Select(n => (long)n), bench.Seqs(Lane.Fill));
        Assert.All(bench.Sealed(Lane.Fill), message => Assert.Equal("live", message.GetProperty("lane").GetString()));
        await bench.StoreAsync(1);
        await bench.PassUntil(() => bench.Seqs(Lane.Live).Length == 3);
    }

    [Fact]
    public async Task Both_places_are_kept_through_a_restart_and_nothing_goes_missing()
    {
        await using var bench = await BenchWithBacklogAsync(10);
        bench.Broker.Script = m => m.Topic.EndsWith("/data/fill", StringComparison.Ordinal) ? BrokerAnswer.Hold : BrokerAnswer.Accept;
        bench.Start();
        await bench.StoreAsync(3);
        await bench.PassUntil(() => bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live).LiveAcknowledged == 13);
        await bench.RestartAsync();
        await bench.PassUntil(() => bench.Broker.Held > 0);
        bench.Broker.Script = _ => BrokerAnswer.Accept;
        await bench.StoreAsync(1);
        bench.Broker.Drop();
        await bench.PassUntil(() => bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live) == new Bookmark(14));

        Assert.Equal(Enumerable.Range(1, 14).Select(n => (long)n), bench.Seqs(Lane.Live).Concat(bench.Seqs(Lane.Fill)).Distinct().Order());
        Assert.Equal([11, 12, 13, 14], bench.Seqs(Lane.Live).Distinct());
    }

    [Fact]
    public async Task A_second_outage_while_the_backlog_drains_sends_again_nothing_that_was_acknowledged_beside_it()
    {
        await using var bench = await BenchWithBacklogAsync(5);
        bench.Broker.Script = m => m.Topic.EndsWith("/data/fill", StringComparison.Ordinal) ? BrokerAnswer.Hold : BrokerAnswer.Accept;
        bench.Start();
        await bench.StoreAsync(2);
        await bench.PassUntil(() => bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live).LiveAcknowledged == 7);
        bench.Broker.Refusal = _ => new(Gateway.Mqtt.MqttConnectOutcome.Unreachable, default, false, Gateway.Mqtt.MqttLimits.Unstated, "no route");
        bench.Broker.Drop();
        await bench.StoreAsync(2);
        bench.Clock.Advance(TimeSpan.FromDays(1));
        await bench.StoreAsync(1);
        bench.Broker.Script = _ => BrokerAnswer.Accept;
        bench.Broker.Refusal = _ => null;
        await bench.PassUntil(() => bench.Seqs(Lane.Fill).Contains(10));
        await bench.StoreAsync(1);
        await bench.PassUntil(() => bench.Buffer.BookmarkOf(bench.Feed.Name, Lane.Live) == new Bookmark(11));

        Assert.Equal([6, 7, 11], bench.Seqs(Lane.Live).Distinct());
        Assert.Equal([1, 2, 3, 4, 5, 8, 9, 10], bench.Seqs(Lane.Fill).Distinct());
    }

    [Fact]
    public async Task A_thinned_feed_says_of_its_first_fresh_message_what_it_stands_for_as_it_always_would()
    {
        var thinned = new ReadingSelection(false, TimeSpan.FromDays(3650), true);
        await using var bench = new FeedBench(_feed with { Readings = thinned });
        await bench.StoreAsync(1, _ => 1);
        await bench.StoreAsync(4, _ => 1);
        bench.Clock.Advance(TimeSpan.FromDays(1));
        await bench.StoreAsync(1, _ => 1);
        bench.Start();
        await bench.PassUntil(() => bench.Seqs(Lane.Fill).Length == 1);
        await bench.StoreAsync(1, _ => 2);
        await bench.PassUntil(() => bench.Seqs(Lane.Live).Length == 1);

        var fresh = Assert.Single(bench.Sealed(Lane.Live));
        Assert.Equal((2, 7), (fresh.GetProperty("from").GetInt64(), fresh.GetProperty("seq").GetInt64()));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void Of_four_messages_the_backlog_gets_one_however_much_is_fresh(int liveInARow, int expected)
    {
        LaneReadiness[] lanes = [new(Lane.Live, true, false), new(Lane.Live, true, false, IsBacklog: true)];
        Assert.Equal(expected, LanePlan.Next(lanes, new SendWindow(8), liveInARow));
    }

    /// <summary>Stored while no feed ran, a day before the last of them.</summary>
    private static async Task<FeedBench> BenchWithBacklogAsync(int batches)
    {
        var bench = new FeedBench(_feed);
        await bench.StoreAsync(batches - 1);
        bench.Clock.Advance(TimeSpan.FromDays(1));
        await bench.StoreAsync(1);
        return bench;
    }
}
