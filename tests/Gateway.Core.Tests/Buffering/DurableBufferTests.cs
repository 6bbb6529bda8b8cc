using System.Text;
using Gateway.Core.Alarms;
using Gateway.Core.Buffering;

namespace Gateway.Core.Tests.Buffering;

public class DurableBufferTests
{
    private static readonly TimeSpan _group = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Reserves_come_back_also_while_nothing_is_to_be_stored()
    {
        var reserve = new CountingReserve();
        await using var bench = new BufferBench();
        bench.Buffer.AddReserve(reserve);
        bench.Start();
        int before = reserve.Asked;
        await bench.PassUntil(() => reserve.Asked >= before + 3, TimeSpan.FromSeconds(10));
        Assert.Equal(0, bench.Buffer.Commits);
    }

    [Fact]
    public async Task Readings_wait_for_their_group_and_are_then_one_message()
    {
        await using var bench = new BufferBench().Start();
        await bench.AppendAsync();
        await bench.AppendAsync();
        await bench.PassAsync(_group - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, bench.Store.Attempts);
        await bench.PassAsync(TimeSpan.FromMilliseconds(2));
        await bench.Buffer.WaitForMoreAsync(Lane.Live, 0, CancellationToken.None).AsTask().WaitAsync(Waits.Patience);

        var message = Assert.Single(bench.Buffer.Read(Lane.Live, 1, 10, long.MaxValue));
        Assert.Equal((1L, 2 * BufferBench.Points, ClockState.Synchronized), (message.Seq, message.Count, message.Clock));
        Assert.Equal(new LaneExtent(1, 2), bench.Buffer.Extent(Lane.Live));
        await Waits.Until(() => bench.Buffer.Snapshot.StoredReadings == 2 * BufferBench.Points);
    }

    [Fact]
    public async Task Enough_readings_are_committed_before_their_time()
    {
        await using var bench = new BufferBench().Start();
        await bench.AppendAsync(2_500);
        await Waits.Until(() => bench.Buffer.Snapshot.StoredReadings == 2_500);
        Assert.All(bench.Buffer.Read(Lane.Live, 1, 100, long.MaxValue), message => Assert.InRange(message.Count, 1, 2_000));
    }

    [Fact]
    public async Task Enough_readings_wake_a_writer_that_went_to_sleep_over_what_came_during_a_commit()
    {
        await using var bench = new BufferBench().Start();
        bench.Store.Hang();
        await bench.AppendAsync(2_000);
        await Waits.Until(() => bench.Store.Attempts == 1);
        await bench.AppendAsync(1_000);
        bench.Store.GoOn();
        await Waits.Until(() => bench.Buffer.Snapshot.StoredReadings == 2_000 && bench.Clock.ArmedTimers > 1);
        await bench.AppendAsync(1_500);
        await Waits.Until(() => bench.Buffer.Snapshot.StoredReadings == 4_500);
    }

    [Fact]
    public async Task A_flush_stores_what_waits_without_its_time_and_ends_when_the_store_fails()
    {
        await using var bench = new BufferBench().Start();
        await bench.Buffer.FlushAsync(CancellationToken.None).WaitAsync(Waits.Patience);
        Assert.Equal(0, bench.Store.Attempts);

        await bench.AppendAsync();
        await bench.Buffer.FlushAsync(CancellationToken.None).WaitAsync(Waits.Patience);
        Assert.Equal(BufferBench.Points, bench.Buffer.Snapshot.StoredReadings);

        bench.Store.Fail();
        await bench.AppendAsync();
        var flushed = bench.Buffer.FlushAsync(CancellationToken.None);
        await bench.PassAsync(_group);
        await flushed.WaitAsync(Waits.Patience);
        Assert.Equal(BufferBench.Points, bench.Buffer.Snapshot.StoredReadings);
    }

    [Fact]
    public async Task A_message_stays_below_48_KiB_of_JSON()
    {
        await using var bench = new BufferBench().Start();
        await bench.AppendAsync(6_000);
        await Waits.Until(() => bench.Buffer.Snapshot.StoredReadings == 6_000);
        // A row such as ["outlet/point7",1234,7.21], takes 27 bytes.
        Assert.All(bench.Buffer.Read(Lane.Live, 1, 100, long.MaxValue), message => Assert.InRange(message.Count * 27, 1, 49_152));
    }

    [Fact]
    public async Task An_event_is_stored_at_once_with_the_readings_before_it_and_its_alarm_state()
    {
        await using var bench = new BufferBench().Start();
        await bench.AppendAsync();
        var state = new AlarmRecord("outlet/point0/high", AlarmState.Unacknowledged, "01JD", 5, 4, 1.42);
        await bench.Buffer.AppendEventAsync(MessageKind.Alarm, "{}"u8.ToArray(), state, CancellationToken.None).AsTask().WaitAsync(Waits.Patience);
        var transaction = Assert.Single(bench.Store.Committed);
        Assert.Equal([Lane.Event, Lane.Live], transaction.Messages.Select(m => m.Lane));
        Assert.Equal([state], bench.Buffer.AlarmStates());
    }

    [Fact]
    public async Task A_storm_of_events_makes_ten_commits_a_second()
    {
        await using var bench = new BufferBench().Start();
        await bench.AppendEventAsync().WaitAsync(Waits.Patience);
        var later = bench.AppendEventAsync();
        await bench.PassAsync(TimeSpan.FromMilliseconds(90));
        Assert.False(later.IsCompleted);
        var latest = bench.AppendEventAsync();
        await bench.PassAsync(TimeSpan.FromMilliseconds(15));
        await Task.WhenAll(later, latest).WaitAsync(Waits.Patience);
        Assert.Equal(2, bench.Store.CommitCount);
    }

    [Fact]
    public async Task A_heartbeat_waits_for_its_group_in_the_diag_lane()
    {
        await using var bench = new BufferBench().Start();
        var stored = bench.AppendEventAsync(MessageKind.Heartbeat);
        await bench.PassAsync(_group);
        await stored.WaitAsync(Waits.Patience);
        Assert.Equal(2, bench.Buffer.Extent(Lane.Diag).Next);
    }

    [Fact]
    public async Task A_bookmark_rides_along_with_the_next_commit()
    {
        await using var bench = new BufferBench().Start();
        bench.Buffer.MoveBookmark("platform", Lane.Live, new Bookmark(41));
        await bench.PassAsync(_group);
        Assert.Equal(0, bench.Store.Attempts);
        await bench.AppendEventAsync().WaitAsync(Waits.Patience);
        Assert.Equal(new BookmarkMove("platform", Lane.Live, new Bookmark(41)), Assert.Single(Assert.Single(bench.Store.Committed).Bookmarks));
        Assert.Equal(new Bookmark(41), bench.Buffer.BookmarkOf("platform", Lane.Live));
        await bench.StopAsync();
        Assert.Equal(1, bench.Store.CommitCount);
    }

    [Fact]
    public async Task A_bookmark_alone_is_stored_after_ten_groups()
    {
        await using var bench = new BufferBench().Start();
        bench.Buffer.MoveBookmark("platform", Lane.Live, new Bookmark(41));
        await bench.PassAsync(10 * _group);
        await Waits.Until(() => bench.Store.CommitCount == 1);
    }

    [Fact]
    public async Task Of_very_many_refused_messages_the_oldest_leave_the_list_and_stay_counted()
    {
        const int Refused = RefusedMessages.MostOfFeed + 3;
        await using var bench = new BufferBench().Start();
        for (int seq = 1; seq <= Refused; seq++) bench.Buffer.Quarantine("platform", Lane.Live, seq, MessageKind.Readings, "0x99");
        Assert.Equal((Refused, 3), bench.Buffer.QuarantinedCount("platform"));
        await bench.PassUntil(() => bench.Store.Unlisted().SequenceEqual([new("platform", 3)]), step: _group);
        Assert.Equal(RefusedMessages.MostOfFeed, bench.Store.Refused().Count);
        // Once more, as after a lost acknowledgement: it is in the list already.
        bench.Buffer.Quarantine("platform", Lane.Live, Refused, MessageKind.Readings, "0x99");
        Assert.Equal((Refused, 3), bench.Buffer.QuarantinedCount("platform"));

        bench.Buffer.ForgetUnlisted("platform");
        Assert.Equal((RefusedMessages.MostOfFeed, 0), bench.Buffer.QuarantinedCount("platform"));
        await bench.PassUntil(() => bench.Store.Unlisted().Count == 0, step: _group);
    }

    [Fact]
    public async Task While_the_disk_fails_nothing_is_acknowledged_and_then_all_is_stored_under_its_first_numbers()
    {
        await using var bench = new BufferBench();
        bench.Store.Fail();
        bench.Start();
        await bench.AppendAsync();
        var stored = bench.AppendEventAsync();
        await Waits.Until(() => bench.Buffer.Snapshot.State == BufferState.Degraded);
        Assert.False(stored.IsCompleted);
        Assert.Empty(bench.Buffer.Read(Lane.Event, 1, 10, long.MaxValue));
        Assert.Equal("The test said so.", bench.Buffer.Snapshot.LastError?.English);

        await bench.PassUntil(() => bench.Store.Attempts >= 3);
        await bench.AppendAsync();
        bench.Store.Recover();
        await bench.PassUntil(() => bench.Buffer.Snapshot is { State: BufferState.Healthy, StoredReadings: 2 * BufferBench.Points });
        await stored.WaitAsync(Waits.Patience);
        Assert.Equal([1L, 2L], bench.Buffer.Read(Lane.Live, 1, 10, long.MaxValue).Select(m => m.Seq));
    }

    [Fact]
    public async Task When_memory_is_full_the_oldest_readings_go_and_the_hole_is_explained()
    {
        await using var bench = new BufferBench(new BufferLimits { MemoryBytes = 4_000, MessageReadings = BufferBench.Points });
        bench.Store.Fail();
        bench.Start();
        var alarm = bench.AppendEventAsync();
        await Waits.Until(() => bench.Buffer.Snapshot.State == BufferState.Degraded);
        for (int n = 0; n < 40; n++) await bench.AppendAsync();
        var snapshot = bench.Buffer.Snapshot;
        Assert.InRange(snapshot.DroppedReadings, 1, 39 * BufferBench.Points);
        Assert.InRange(snapshot.PendingBytes, 1, 4_000);

        bench.Store.Recover();
        await bench.PassAsync(TimeSpan.FromSeconds(1));
        await alarm.WaitAsync(Waits.Patience);
        await bench.StopAsync();

        var drop = Assert.Single(bench.Buffer.Drops(Lane.Live, 1, 100));
        Assert.Equal((DropReason.Memory, snapshot.DroppedReadings), (drop.Reason, drop.Readings));
        var kept = bench.Buffer.Read(Lane.Live, 1, 100, long.MaxValue).Select(m => m.Seq).ToArray();
        Assert.Equal(Enumerable.Range(1, 40).Select(n => (long)n), kept.Concat(Sequences(drop)).Order());
        Assert.Equal(40 * BufferBench.Points, snapshot.DroppedReadings + bench.Buffer.Snapshot.StoredReadings);
    }

    [Fact]
    public async Task After_a_drop_the_next_reading_of_each_point_counts_as_changed()
    {
        await using var bench = new BufferBench(new BufferLimits { MemoryBytes = 2_000, MessageReadings = BufferBench.Points });
        bench.Store.Fail();
        for (int n = 0; n < 40; n++) await bench.AppendAsync();
        bench.Store.Recover();
        bench.Start();
        await bench.StopAsync();
        var first = bench.Buffer.Read(Lane.Live, 1, 1, long.MaxValue)[0];
        Assert.NotEqual(1, first.Seq);
        Assert.True(bench.Buffer.Drops(Lane.Live, 1, 1).Count == 1);
        await bench.Buffer.WaitForAnyAsync(0, CancellationToken.None);
        Assert.Contains(bench.Buffer.Read(Lane.Live, 1, 100, long.MaxValue), message => Changed(message) == BufferBench.Points);
    }

    [Fact]
    public async Task A_producer_waits_while_the_store_is_far_behind()
    {
        await using var bench = new BufferBench(new BufferLimits { WaitingReadings = BufferBench.Points });
        bench.Store.Hang();
        bench.Start();
        await bench.AppendAsync();
        await bench.PassAsync(_group);
        await Waits.Until(() => bench.Store.Attempts == 1);
        var waiting = bench.AppendAsync();
        Assert.False(waiting.IsCompleted);
        bench.Store.GoOn();
        await waiting.WaitAsync(Waits.Patience);
    }

    [Fact]
    public async Task A_producer_waits_no_longer_than_ten_seconds_for_a_disk_that_makes_no_progress()
    {
        await using var bench = new BufferBench(new BufferLimits { WaitingReadings = BufferBench.Points });
        bench.Store.Hang();
        bench.Start();
        await bench.AppendAsync();
        await bench.PassAsync(_group);
        await Waits.Until(() => bench.Store.Attempts == 1);
        var waiting = bench.AppendAsync();
        await bench.PassAsync(TimeSpan.FromSeconds(10));
        await waiting.WaitAsync(Waits.Patience);
        await bench.AppendAsync().WaitAsync(Waits.Patience);
    }

    [Fact]
    public async Task Stopping_stores_what_is_held()
    {
        await using var bench = new BufferBench().Start();
        await bench.AppendAsync();
        bench.Buffer.MoveBookmark("platform", Lane.Live, new Bookmark(7));
        await bench.StopAsync();
        Assert.Equal(BufferBench.Points, bench.Buffer.Snapshot.StoredReadings);
        Assert.Single(bench.Store.Bookmarks());
        Assert.Equal((0, 0), (bench.Buffer.Snapshot.PendingReadings, bench.Buffer.Snapshot.PendingEvents));
    }

    [Fact]
    public async Task What_comes_after_the_stop_is_lost_and_counted_and_no_fault_of_whoever_brings_it()
    {
        await using var bench = new BufferBench().Start();
        await bench.AppendAsync();
        await bench.StopAsync();
        await bench.AppendAsync();
        await Assert.ThrowsAsync<StoreException>(() => bench.AppendEventAsync());
        var snapshot = bench.Buffer.Snapshot;
        Assert.Equal((BufferBench.Points, BufferBench.Points, 1), ((int)snapshot.StoredReadings, snapshot.PendingReadings, snapshot.PendingEvents));
    }

    [Fact]
    public async Task A_producer_that_waits_for_room_when_the_buffer_stops_is_let_go()
    {
        await using var bench = new BufferBench(new BufferLimits { WaitingReadings = BufferBench.Points });
        bench.Store.Hang();
        bench.Start();
        await bench.AppendAsync();
        await bench.PassAsync(_group);
        await Waits.Until(() => bench.Store.Attempts == 1);
        var waiting = bench.AppendAsync();
        var stopping = bench.StopAsync();
        bench.Store.Fail();
        bench.Store.GoOn();
        await stopping.WaitAsync(Waits.Patience);
        await waiting.WaitAsync(Waits.Patience);
        Assert.Equal(2 * BufferBench.Points, bench.Buffer.Snapshot.PendingReadings);
    }

    [Fact]
    public async Task Stopping_while_the_disk_fails_tells_who_waits()
    {
        await using var bench = new BufferBench();
        bench.Store.Fail();
        bench.Start();
        var stored = bench.AppendEventAsync();
        await bench.StopAsync();
        await Assert.ThrowsAsync<StoreException>(() => stored.WaitAsync(Waits.Patience));
    }

    [Fact]
    public async Task What_was_just_stored_is_not_read_back_from_the_store()
    {
        await using var bench = new BufferBench().Start();
        await bench.AppendEventAsync(body: "{\"n\":1}").WaitAsync(Waits.Patience);
        var message = Assert.Single(bench.Buffer.Read(Lane.Event, 1, 10, long.MaxValue));
        Assert.Equal("{\"n\":1}", Encoding.UTF8.GetString(message.Body.Span));
        Assert.Equal(bench.Store.Opening.Epoch, message.Epoch);
        Assert.Empty(bench.Buffer.Read(Lane.Event, 2, 10, long.MaxValue));
        Assert.Equal(0, bench.Store.Reads);
        Assert.Equivalent(bench.Store.Read(Lane.Event, 1, 10, long.MaxValue)[0], message);
    }

    [Fact]
    public async Task What_is_no_longer_recent_comes_from_the_store()
    {
        await using var bench = new BufferBench(new BufferLimits { RecentBytes = 1_000, MessageReadings = BufferBench.Points });
        for (int n = 0; n < 100; n++) await bench.AppendAsync();
        bench.Start();
        await bench.StopAsync();
        Assert.Equal(1, bench.Buffer.Read(Lane.Live, 1, 1, long.MaxValue)[0].Seq);
        Assert.Equal(100, bench.Buffer.Read(Lane.Live, 100, 1, long.MaxValue)[0].Seq);
        Assert.Equal(1, bench.Store.Reads);
    }

    [Fact]
    public async Task Readings_keep_the_layout_they_came_under()
    {
        await using var bench = new BufferBench();
        await bench.AppendAsync();
        int second = bench.Buffer.UseLayout(TestSites.LayoutOf(BufferBench.Points + 1));
        await bench.AppendAsync();
        bench.Start();
        await bench.StopAsync();
        Assert.Equal([1, second], bench.Buffer.Read(Lane.Live, 1, 10, long.MaxValue).Select(m => m.Layout));
        Assert.Equal(BufferBench.Points + 1, bench.Buffer.LayoutOf(second).Points.Count);
        Assert.Equal(second, bench.Buffer.LayoutOf(second).Number);
    }

    [Fact]
    public async Task A_reading_is_marked_changed_when_its_value_differs_from_the_one_before()
    {
        await using var bench = new BufferBench(new BufferLimits { MessageReadings = BufferBench.Points });
        await bench.AppendAsync(value: 1);
        await bench.AppendAsync(value: 1);
        await bench.AppendAsync(value: 2);
        bench.Start();
        await bench.StopAsync();
        Assert.Equal([BufferBench.Points, 0, BufferBench.Points], bench.Buffer.Read(Lane.Live, 1, 10, long.MaxValue).Select(Changed));
    }

    [Fact]
    public async Task A_bug_ends_the_buffer_with_its_exception()
    {
        var bench = new BufferBench();
        var running = bench.Buffer.RunAsync(CancellationToken.None);
        bench.Store.Dispose();
        var stored = bench.AppendEventAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => running.WaitAsync(Waits.Patience));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stored.WaitAsync(Waits.Patience));
    }

    private static int Changed(StoredMessage message)
    {
        int changed = 0;
        var reader = new ReadingsReader(message.Body.Span);
        while (reader.TryRead(out var reading)) changed += reading.IsChanged ? 1 : 0;
        return changed;
    }

    private static IEnumerable<long> Sequences(Drop drop)
    {
        for (long seq = drop.From; seq <= drop.To; seq++) yield return seq;
    }

    private sealed class CountingReserve : IDiskReserve
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public bool IsOut => true;

        public ReservePiece? TryRelease() => null;

        public void TryRestore() => Interlocked.Increment(ref _asked);
    }
}
