using Gateway.Core.Buffering;
using Gateway.Core.Readings;

namespace Gateway.Core.Tests.Buffering;

public class RetentionTests
{
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Readings_older_than_their_time_go_and_alarms_stay()
    {
        await using var bench = new BufferBench(keep: _day).Start();
        await StoreOneOfEachAsync(bench);
        await PassDaysAsync(bench, 1.1);
        await StoreOneOfEachAsync(bench);
        await Waits.Until(() => bench.Buffer.Snapshot.TrimmedReadings == BufferBench.Points);
        Assert.Equal(new LaneExtent(2, 3), bench.Buffer.Extent(Lane.Live));
        Assert.Equal(1, bench.Buffer.Extent(Lane.Event).Oldest);
        Assert.Equal(DropReason.Age, Assert.Single(bench.Buffer.Drops(Lane.Live, 1, 9)).Reason);
    }

    [Fact]
    public async Task A_disk_that_failed_at_trimming_is_left_alone_for_a_while()
    {
        await using var bench = new BufferBench(keep: _day).Start();
        await StoreOneOfEachAsync(bench);
        bench.Store.FailDrops();
        await PassDaysAsync(bench, 1.1);
        await Waits.Until(() => bench.Buffer.Snapshot.State == BufferState.Degraded);
        int attempts = bench.Store.Attempts;

        // These wait with the writer, which looks at them and goes on waiting.
        await bench.AppendAsync(readings: 2_000);
        await Waits.Until(() => bench.Clock.ArmedTimers > 1);
        bench.Clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal((BufferState.Degraded, attempts), (bench.Buffer.Snapshot.State, bench.Store.Attempts));
        await bench.PassUntil(() => bench.Buffer.Snapshot.State == BufferState.Healthy);
        Assert.True(bench.Store.Attempts > attempts);
    }

    [Fact]
    public async Task A_wall_clock_ten_years_ahead_makes_nothing_old()
    {
        await using var bench = new BufferBench(keep: _day).Start();
        await StoreOneOfEachAsync(bench);
        bench.Clock.StepWallClock(TimeSpan.FromDays(3650));
        await PassDaysAsync(bench, 0.1);
        await StoreOneOfEachAsync(bench);
        await PassDaysAsync(bench, 0.1);
        await StoreOneOfEachAsync(bench);
        await bench.StopAsync();
        Assert.Equal(new LaneExtent(1, 4), bench.Buffer.Extent(Lane.Live));
    }

    [Fact]
    public async Task What_every_feed_had_goes_without_a_record()
    {
        await using var bench = new BufferBench(keep: _day).Start();
        await StoreOneOfEachAsync(bench);
        bench.Buffer.MoveBookmark("platform", Lane.Live, new Bookmark(1));
        // Stored before the readings grow old: else the days that pass may store it just before the next event, which then waits for time to pass.
        await bench.PassUntil(() => bench.Store.Bookmarks().Count == 1, TimeSpan.FromSeconds(1));
        await PassDaysAsync(bench, 1.1);
        await StoreOneOfEachAsync(bench);
        await Waits.Until(() => bench.Buffer.Snapshot.TrimmedReadings == BufferBench.Points);
        Assert.Empty(bench.Buffer.Drops(Lane.Live, 1, 9));
    }

    [Fact]
    public async Task A_full_store_thins_its_oldest_readings_to_one_a_minute_before_it_drops_any()
    {
        await using var bench = new BufferBench(new BufferLimits { MessageReadings = BufferBench.Points }, maximumBytes: 200_000);
        bench.Start();
        await bench.AppendEventAsync().WaitAsync(Waits.Patience);
        long startMs = bench.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        for (int n = 0; n < 3_000; n++)
        {
            await bench.AppendAsync();
            bench.Clock.StepWallClock(TimeSpan.FromSeconds(1));
        }
        await bench.StopAsync();
        var live = bench.Buffer.Extent(Lane.Live);
        Assert.Equal(3_001, live.Next);
        Assert.NotEqual(1, live.Oldest);
        var drop = Assert.Single(bench.Buffer.Drops(Lane.Live, 1, 9_999));
        Assert.Equal((1, live.Oldest - 1, DropReason.Thinned), (drop.From, drop.To, drop.Reason));

        // Every minute of what was thinned is there for each point, beside one more where a step ended within it.
        var kept = ReadingsIn(bench.Buffer.Read(Lane.Fill, 1, 999, long.MaxValue));
        long minutes = ((startMs + ((live.Oldest - 2) * 1_000)) / 60_000) - (startMs / 60_000) + 1;
        Assert.Equal(minutes * BufferBench.Points, kept.DistinctBy(r => (r.Point, r.TimeMs / 60_000)).Count());
        Assert.InRange(kept.Count, minutes * BufferBench.Points, (minutes + (live.Oldest / Retention.RoomStepMessages)) * BufferBench.Points);
        Assert.Equal((live.Oldest - 1) * BufferBench.Points, kept.Count + drop.Readings);
        Assert.Equal(drop.Readings, bench.Buffer.Snapshot.ThinnedReadings);
        Assert.Equal(1, bench.Buffer.Extent(Lane.Event).Oldest);
        Assert.Equal(BufferState.Healthy, bench.Buffer.Snapshot.State);
    }

    [Fact]
    public async Task What_was_kept_of_thinned_readings_is_not_for_a_feed_that_had_them_all()
    {
        await using var bench = new BufferBench(new BufferLimits { MessageReadings = BufferBench.Points }, maximumBytes: 200_000);
        bench.Start();
        foreach (string feed in (string[])["had", "lacks", "waits"]) bench.Buffer.BookmarkOf(feed, Lane.Fill);
        bench.Buffer.MoveBookmark("had", Lane.Live, new Bookmark { Acknowledged = 3_000 });
        bench.Buffer.MoveBookmark("lacks", Lane.Live, new Bookmark { Acknowledged = 1 });
        // It has had the readings, and yet has others to get in the lane before these: they come in order.
        bench.Buffer.MoveBookmark("waits", Lane.Live, new Bookmark { Acknowledged = 3_000 });
        bench.Buffer.MoveBookmark("waits", Lane.Fill, new Bookmark { Acknowledged = -1 });
        for (int n = 0; n < 3_000; n++)
        {
            await bench.AppendAsync();
            bench.Clock.StepWallClock(TimeSpan.FromSeconds(1));
        }
        await bench.StopAsync();
        long last = bench.Buffer.Extent(Lane.Fill).Last;
        Assert.True(last > 0);
        Assert.Equal([last, 0, -1], new[] { "had", "lacks", "waits" }.Select(feed => bench.Buffer.BookmarkOf(feed, Lane.Fill).Acknowledged));
    }

    [Fact]
    public async Task A_feed_that_is_sending_the_oldest_readings_does_not_get_those_again_that_it_has_had()
    {
        await using var bench = new BufferBench(new BufferLimits { MessageReadings = BufferBench.Points }, maximumBytes: 200_000);
        bench.Start();
        foreach (string feed in (string[])["had", "drains"]) bench.Buffer.BookmarkOf(feed, Lane.Fill);
        bench.Buffer.MoveBookmark("had", Lane.Live, new Bookmark { Acknowledged = 3_000 });
        bench.Buffer.MoveBookmark("drains", Lane.Live, new Bookmark { Acknowledged = 700 });
        long startMs = bench.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        for (int n = 0; n < 3_000; n++)
        {
            await bench.AppendAsync();
            bench.Clock.StepWallClock(TimeSpan.FromSeconds(1));
        }
        await bench.StopAsync();
        var kept = ReadingsIn(bench.Buffer.Read(Lane.Fill, 1, 999, long.MaxValue));
        Assert.Equal(startMs + 700_000, kept.Min(reading => reading.TimeMs));
        Assert.Equal(0, bench.Buffer.BookmarkOf("drains", Lane.Fill).Acknowledged);
        // What both had was not thinned for nobody.
        Assert.Equal((700, DropReason.Size), bench.Buffer.Drops(Lane.Live, 1, 9_999).Select(drop => (drop.To, drop.Reason)).First());
    }

    [Fact]
    public async Task A_feed_that_has_had_too_few_to_be_thinned_costs_no_other_any_readings()
    {
        await using var bench = new BufferBench(new BufferLimits { MessageReadings = BufferBench.Points }, maximumBytes: 200_000);
        bench.Start();
        bench.Buffer.MoveBookmark("drains", Lane.Live, new Bookmark { Acknowledged = 1 });
        bench.Buffer.MoveBookmark("away", Lane.Live, new Bookmark());
        for (int n = 0; n < 3_000; n++)
        {
            await bench.AppendAsync();
            bench.Clock.StepWallClock(TimeSpan.FromSeconds(1));
        }
        await bench.StopAsync();
        var drop = Assert.Single(bench.Buffer.Drops(Lane.Live, 1, 9_999));
        Assert.Equal((1, DropReason.Thinned), (drop.From, drop.Reason));
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 10)]
    [InlineData(4, 0, 0, 0, 10)]
    [InlineData(7, 0, 0, 0, 7)]
    [InlineData(10, 0, 0, 0, 10)]
    [InlineData(99, 0, 0, 0, 10)]
    [InlineData(9, 0, 0, 6, 6)]
    [InlineData(2, 8, 9, 0, 7)]
    [InlineData(2, 5, 8, 0, 8)]
    public void Of_a_range_a_feed_has_had_so_much_as_a_whole_or_not_at_all(long acknowledged, long liveFrom, long liveAcknowledged, long receipt, long expected) =>
        Assert.Equal(expected, DropRules.EndOfAlike(new Bookmark(acknowledged, liveFrom, liveAcknowledged, receipt), 5, 10));

    [Fact]
    public async Task What_is_as_thin_as_that_is_dropped_the_oldest_first_and_recorded()
    {
        await using var bench = new BufferBench(new BufferLimits { MessageReadings = BufferBench.Points }, maximumBytes: 200_000);
        bench.Start();
        await bench.AppendEventAsync().WaitAsync(Waits.Patience);
        for (int n = 0; n < 3_000; n++)
        {
            await bench.AppendAsync();
            bench.Clock.StepWallClock(TimeSpan.FromMinutes(1));
        }
        await bench.StopAsync();
        var live = bench.Buffer.Extent(Lane.Live);
        var drop = Assert.Single(bench.Buffer.Drops(Lane.Live, 1, 9_999));
        Assert.Equal((1, live.Oldest - 1, (live.Oldest - 1) * BufferBench.Points, DropReason.Size), (drop.From, drop.To, drop.Readings, drop.Reason));
        Assert.Equal(0, bench.Buffer.Snapshot.ThinnedReadings);
        Assert.Equal(1, bench.Buffer.Extent(Lane.Event).Oldest);
    }

    [Fact]
    public void For_room_goes_first_what_everybody_had_then_what_was_thinned_then_the_oldest_and_never_an_alarm()
    {
        using var store = new MemoryStore(1 << 20);
        store.Open();
        Store(store, Lane.Live, 600);
        Store(store, Lane.Fill, 3);
        Store(store, Lane.Diag, 2);
        Store(store, Lane.Event, 5);
        store.Commit(new StoreTransaction { Bookmarks = { new BookmarkMove("one", Lane.Live, new Bookmark(500)), new BookmarkMove("two", Lane.Live, new Bookmark(599)) } });
        Assert.Empty(Retention.ToThin(store, store.Bookmarks()));
        Assert.Equal((Lane.Live, 1, 500), Next(store));
        Assert.Equal([(501, 599), (501, 600)], Retention.ToThin(store, store.Bookmarks()).Select(part => (part.From, part.To)));
        Assert.Equal((Lane.Fill, 1, 3), Next(store));
        Assert.Equal((Lane.Live, 501, 600), Next(store));
        Assert.Equal((Lane.Diag, 1, 2), Next(store));
        Assert.Null(Retention.ForRoom(store, store.Bookmarks(), 0));
        Assert.Equal(new LaneExtent(1, 6), store.Extent(Lane.Event));
    }

    [Fact]
    public async Task A_disk_that_others_have_filled_costs_nothing_that_is_stored()
    {
        await using var bench = new BufferBench().Start();
        await StoreOneOfEachAsync(bench);
        bench.Store.Fail(StoreFault.Full);
        var alarm = bench.AppendEventAsync();
        await bench.PassUntil(() => bench.Buffer.Snapshot.State == BufferState.Degraded);
        bench.Store.Recover();
        await bench.PassUntil(() => alarm.IsCompleted);
        await alarm;
        Assert.Equal(1, bench.Buffer.Extent(Lane.Live).Oldest);
        Assert.Equal(new LaneExtent(1, 3), bench.Buffer.Extent(Lane.Event));
    }

    [Theory]
    [InlineData(DropReason.Age, 10, 0, 0, false)]
    [InlineData(DropReason.Age, 9, 0, 0, true)]
    [InlineData(DropReason.Age, 2, 5, 10, false)]
    [InlineData(DropReason.Age, 2, 6, 10, true)]
    [InlineData(DropReason.Size, 10, 0, 0, true)]
    public void A_drop_is_recorded_unless_its_time_was_over_and_every_feed_had_it(
        DropReason reason, long acknowledged, long liveFrom, long liveTo, bool expected)
    {
        var drop = new Drop(Lane.Live, 5, 10, 60, reason, 0);
        BookmarkMove[] bookmarks = [new("all", Lane.Live, new Bookmark(99)), new("one", Lane.Live, new Bookmark(acknowledged, liveFrom, liveTo))];
        Assert.Equal(expected, DropRules.NeedsRecord(drop, bookmarks));
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(9, true)]
    public void What_a_platform_that_gives_receipts_has_not_confirmed_goes_with_a_record_whatever_its_broker_said(long receipt, bool expected)
    {
        var drop = new Drop(Lane.Live, 5, 10, 60, DropReason.Age, 0);
        Assert.Equal(expected, DropRules.NeedsRecord(drop, [new("one", Lane.Live, new Bookmark(99, Receipt: receipt))]));
    }

    [Fact]
    public void Without_a_feed_every_drop_is_recorded() => Assert.True(DropRules.NeedsRecord(new Drop(Lane.Live, 5, 10, 60, DropReason.Age, 0), []));

    private static (Lane Lane, long From, long To) Next(MemoryStore store)
    {
        var drop = Retention.ForRoom(store, store.Bookmarks(), 0)!;
        store.Commit(new StoreTransaction { Drops = { drop } });
        return (drop.Lane, drop.From, drop.To);
    }

    private static void Store(MemoryStore store, Lane lane, int messages)
    {
        var transaction = new StoreTransaction();
        for (int seq = 1; seq <= messages; seq++) transaction.Messages.Add(new NewMessage(lane, seq, MessageKind.Alarm, 0, 0, ClockState.Free, 1, 0, "{}"u8.ToArray()));
        store.Commit(transaction);
    }

    private static List<Reading> ReadingsIn(IEnumerable<StoredMessage> messages)
    {
        var readings = new List<Reading>();
        foreach (var message in messages)
        {
            var rows = new ReadingsReader(message.Body.Span);
            while (rows.TryRead(out var row)) readings.Add(row.ToReading());
        }
        return readings;
    }

    private static async Task StoreOneOfEachAsync(BufferBench bench)
    {
        int before = bench.Store.CommitCount;
        await bench.AppendAsync();
        await bench.AppendEventAsync().WaitAsync(Waits.Patience);
        await Waits.Until(() => bench.Store.CommitCount > before);
    }

    private static async Task PassDaysAsync(BufferBench bench, double days)
    {
        await Waits.Until(() => bench.Buffer.Snapshot.PendingReadings == 0);
        bench.Clock.Advance(TimeSpan.FromDays(days));
    }
}
