using System.Text;
using Gateway.Core.Alarms;
using Gateway.Core.Buffering;

namespace Gateway.Core.Tests.Buffering;

/// <summary>What every store must do. A subclass says how it is made.</summary>
public abstract class StoreContract : IDisposable
{
    private IStore? _store;

    internal IStore Store => _store ??= OpenNew();

    [Fact]
    public void A_new_store_is_empty_and_begins_at_one()
    {
        Assert.Equal(new LaneExtent(1, 1), Store.Extent(Lane.Live));
        Assert.Empty(Store.Read(Lane.Live, 1, 10, long.MaxValue));
        Assert.Empty(Store.Bookmarks());
        Assert.Empty(Store.AlarmStates());
        Assert.Null(Store.Layout(1));
        var opening = Store.Opening;
        Assert.True(opening.IsNew && opening.EndedCleanly && opening.Loss is null);
        Assert.Equal((1, 8, opening.Epoch), (opening.Boot, opening.Epoch.Length, opening.Epochs[^1]));
    }

    [Fact]
    public void What_was_committed_is_read_back_as_it_was()
    {
        var message = new NewMessage(Lane.Event, 1, MessageKind.Alarm, 1_763_757_000_000, 77, ClockState.Holdover, 1, 3, "{\"id\":\"a\"}"u8.ToArray());
        Commit(message);
        var read = Assert.Single(Store.Read(Lane.Event, 0, 10, long.MaxValue));
        Assert.Equal(message.Body.ToArray(), read.Body.ToArray());
        Assert.Equal(
            new StoredMessage(Lane.Event, 1, Store.Opening.Epoch, 1, MessageKind.Alarm, 1_763_757_000_000, 77, ClockState.Holdover, 1, 3, read.Body), read);
    }

    [Fact]
    public void Lanes_count_for_themselves()
    {
        Commit(Message(1), Message(2), Message(1, Lane.Event));
        Assert.Equal(new LaneExtent(1, 3), Store.Extent(Lane.Live));
        Assert.Equal(new LaneExtent(1, 2), Store.Extent(Lane.Event));
        Assert.Equal([1L, 2L], Store.Read(Lane.Live, 1, 10, long.MaxValue).Select(m => m.Seq));
        Assert.Equal([1L], Store.Read(Lane.Event, 1, 10, long.MaxValue).Select(m => m.Seq));
    }

    [Fact]
    public void A_read_ends_at_its_bounds_but_gives_at_least_one()
    {
        Commit([.. Enumerable.Range(1, 9).Select(n => Message(n, body: "0123456789"))]);
        Assert.Equal([4L, 5L, 6L], Store.Read(Lane.Live, 4, 3, long.MaxValue).Select(m => m.Seq));
        Assert.Equal([4L, 5L], Store.Read(Lane.Live, 4, 9, 29).Select(m => m.Seq));
        Assert.Equal([4L], Store.Read(Lane.Live, 4, 9, 1).Select(m => m.Seq));
        Assert.Empty(Store.Read(Lane.Live, 10, 9, long.MaxValue));
    }

    [Fact]
    public void A_hole_that_nothing_explains_is_refused_and_leaves_no_trace()
    {
        Commit(Message(1));
        Assert.Throws<InvalidOperationException>(() => Commit(Message(2), Message(4)));
        Assert.Equal(2, Store.Extent(Lane.Live).Next);
        Commit(Message(2));
    }

    [Fact]
    public void A_hole_that_a_drop_explains_is_taken()
    {
        var transaction = Transaction(Message(1), Message(5));
        transaction.Drops.Add(new Drop(Lane.Live, 2, 4, 30, DropReason.Memory, 9));
        Store.Commit(transaction);
        Assert.Equal(6, Store.Extent(Lane.Live).Next);
        Assert.Equal([new Drop(Lane.Live, 2, 4, 30, DropReason.Memory, 9)], Store.Drops(Lane.Live, 1, 9));
    }

    [Fact]
    public void Numbers_of_a_drop_at_the_end_are_not_used_again()
    {
        var transaction = Transaction();
        transaction.Drops.Add(new Drop(Lane.Live, 1, 4, 30, DropReason.Memory, 9));
        Store.Commit(transaction);
        Assert.Equal(new LaneExtent(5, 5), Store.Extent(Lane.Live));
        Commit(Message(5));
    }

    [Fact]
    public void A_drop_deletes_its_messages_counts_their_readings_and_joins_its_neighbour()
    {
        Commit([.. Enumerable.Range(1, 9).Select(n => Message(n))]);
        Drop(1, 2);
        Drop(3, 4);
        Assert.Equal(new LaneExtent(5, 10), Store.Extent(Lane.Live));
        Assert.Equal(5, Store.Read(Lane.Live, 1, 1, long.MaxValue)[0].Seq);
        Assert.Equal([new Drop(Lane.Live, 1, 4, 40, DropReason.Size, 9)], Store.Drops(Lane.Live, 2, 2));
        Assert.Empty(Store.Drops(Lane.Live, 5, 9));
        Assert.Empty(Store.Drops(Lane.Event, 1, 9));
    }

    [Fact]
    public void The_oldest_part_ends_where_messages_are_young_enough()
    {
        Store.Commit(Aged(100, Message(1), Message(2)));
        Store.Commit(Aged(200, Message(3)));
        Assert.Equal(new LanePart(1, 2, 20, 100), Store.Oldest(Lane.Live, 9, 200));
        Assert.Equal(new LanePart(1, 1, 10, 100), Store.Oldest(Lane.Live, 1, 999));
        Assert.Equal(new LanePart(1, 3, 30, 200), Store.Oldest(Lane.Live, 9, long.MaxValue));
        Assert.Null(Store.Oldest(Lane.Live, 9, 100));
        Assert.Null(Store.Oldest(Lane.Event, 9, long.MaxValue));
        Assert.Equal(200, Store.AgeMs);
    }

    [Fact]
    public void States_and_bookmarks_change_with_the_transaction()
    {
        var transaction = Transaction(Message(1, Lane.Event));
        transaction.AlarmStates.Add(new AlarmRecord("a/b/high", AlarmState.Unacknowledged, "01JD", 1, 2, 1.5));
        transaction.AlarmStates.Add(new AlarmRecord("a/comm-failure", AlarmState.Unacknowledged, "01JE", 3, 0, null) { Note = ("timeout", "超时") });
        transaction.Bookmarks.Add(new BookmarkMove("platform", Lane.Event, new Bookmark(1, 5, 4, 3)));
        Store.Commit(transaction);
        Assert.Equal(transaction.AlarmStates, Store.AlarmStates().OrderBy(s => s.AlarmId));
        Assert.Equal(transaction.Bookmarks, Store.Bookmarks());

        var next = Transaction();
        next.AlarmStates.Add(new AlarmRecord("a/b/high", AlarmState.Acknowledged, "01JD", 9, 2, 1.5, new Shelving(7, 3_600_007, "li.wei", IsOneShot: true)));
        next.Bookmarks.Add(new BookmarkMove("platform", Lane.Event, new Bookmark(2)));
        Store.Commit(next);
        Assert.Equal(next.AlarmStates[0], Store.AlarmStates().Single(s => s.AlarmId == "a/b/high"));
        Assert.Equal(next.Bookmarks, Store.Bookmarks());
    }

    [Fact]
    public void What_feeds_put_aside_is_kept_until_it_is_taken_back()
    {
        var transaction = Transaction(Message(1, Lane.Event));
        RefusedMessage[] refused = [new("a", Lane.Event, 1, MessageKind.Alarm, "0x99 PayloadFormatInvalid", 7), new("b", Lane.Event, 1, MessageKind.Alarm, "too large", 8)];
        transaction.Refused.AddRange(refused);
        Store.Commit(transaction);
        Assert.Equal(refused, Store.Refused().OrderBy(message => message.Feed));

        var next = Transaction();
        next.Readmitted.Add(("a", Lane.Event, 1));
        next.Readmitted.Add(("nobody", Lane.Live, 9));
        Assert.False(next.IsEmpty);
        Store.Commit(next);
        Assert.Equal([refused[1]], Store.Refused());
    }

    [Fact]
    public void What_is_too_much_for_the_list_of_a_feed_is_counted_until_it_is_forgotten()
    {
        Store.Commit(new StoreTransaction { Unlisted = { new UnlistedRefusals("a", 3), new UnlistedRefusals("b/%_", 1) } });
        Store.Commit(new StoreTransaction { Unlisted = { new UnlistedRefusals("a", 4) } });
        Assert.Equal([new("a", 4), new("b/%_", 1)], Store.Unlisted().OrderBy(count => count.Feed));
        var forgotten = new StoreTransaction { Unlisted = { new UnlistedRefusals("a", 0) } };
        Assert.False(forgotten.IsEmpty);
        Store.Commit(forgotten);
        Assert.Equal([new("b/%_", 1)], Store.Unlisted());
    }

    [Fact]
    public void A_layout_keeps_its_number()
    {
        int first = Store.AddLayout("aa", "one"u8.ToArray());
        int second = Store.AddLayout("bb", "two"u8.ToArray());
        Assert.NotEqual(first, second);
        Assert.Equal(first, Store.AddLayout("aa", "one"u8.ToArray()));
        Assert.Equal("two"u8.ToArray(), Store.Layout(second)!.Value.ToArray());
    }

    [Fact]
    public async Task Readers_beside_the_writer_see_whole_commits()
    {
        var store = Store;
        var reading = Task.Run(() =>
        {
            while (store.Extent(Lane.Live).Last < 300)
            {
                var read = store.Read(Lane.Live, 1, 1_000, long.MaxValue);
                Assert.Equal(0, read.Count % 3);
                Assert.Equal(Enumerable.Range(1, read.Count).Select(n => (long)n), read.Select(m => m.Seq));
            }
        });
        for (int n = 1; n < 300; n += 3) Commit(Message(n), Message(n + 1), Message(n + 2));
        await reading.WaitAsync(Waits.Patience);
    }

    [Fact]
    public void A_full_store_refuses_and_takes_again_when_its_oldest_are_gone()
    {
        long seq = 0;
        string body = new('x', 10_000);
        var refused = Assert.Throws<StoreException>(() =>
        {
            while (seq < 1_000)
            {
                Commit(Message(seq + 1, body: body));
                seq++;
            }
        });
        Assert.Equal(StoreFault.Full, refused.Fault);
        Assert.InRange(seq, 10, 200);
        Assert.Equal(seq + 1, Store.Extent(Lane.Live).Next);
        Drop(1, 5);
        Commit(Message(seq + 1, body: body));
        Assert.Equal(seq - 4, Store.Read(Lane.Live, 1, 1_000, long.MaxValue).Count);
    }

    [Fact]
    public void Size_grows_with_what_is_stored_and_shrinks_with_what_goes()
    {
        long empty = Store.SizeBytes;
        Commit([.. Enumerable.Range(1, 40).Select(n => Message(n, body: new string('x', 10_000)))]);
        long full = Store.SizeBytes;
        Assert.InRange(full - empty, 400_000, 900_000);
        Drop(1, 40);
        Assert.InRange(Store.SizeBytes, 0, full - 300_000);
    }

    public void Dispose()
    {
        _store?.Dispose();
        CleanUp();
        GC.SuppressFinalize(this);
    }

    internal static NewMessage Message(long seq, Lane lane = Lane.Live, string body = "body") =>
        new(lane, seq, MessageKind.Readings, 1_763_757_000_000 + seq, seq, ClockState.Synchronized, 10, 1, Encoding.UTF8.GetBytes(body));

    internal static StoreTransaction Transaction(params NewMessage[] messages)
    {
        var transaction = new StoreTransaction();
        transaction.Messages.AddRange(messages);
        return transaction;
    }

    internal void Commit(params NewMessage[] messages) => Store.Commit(Transaction(messages));

    /// <summary>An open store that holds about a megabyte.</summary>
    private protected abstract IStore OpenNew();

    private protected virtual void CleanUp()
    {
    }

    private static StoreTransaction Aged(long ageMs, params NewMessage[] messages)
    {
        var transaction = Transaction(messages);
        transaction.AgeMs = ageMs;
        return transaction;
    }

    private void Drop(long from, long to)
    {
        var transaction = Transaction();
        transaction.Drops.Add(new Drop(Lane.Live, from, to, 0, DropReason.Size, 9));
        Store.Commit(transaction);
    }
}
