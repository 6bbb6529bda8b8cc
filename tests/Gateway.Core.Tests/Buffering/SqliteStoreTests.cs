using System.Net.Sockets;
using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Testing;
using Microsoft.Data.Sqlite;

namespace Gateway.Core.Tests.Buffering;

public class SqliteStoreTests
{
    [Fact]
    public void What_was_stored_is_there_after_closing_and_opening()
    {
        using var folder = new StoreFolder();
        StoreOpening first;
        using (var store = folder.Open())
        {
            first = store.Opening;
            var transaction = StoreContract.Transaction(StoreContract.Message(1), StoreContract.Message(1, Lane.Event));
            transaction.AlarmStates.Add(new AlarmRecord("a/b/high", AlarmState.Acknowledged, "01JD", 1, 2, 1.5));
            transaction.Bookmarks.Add(new BookmarkMove("platform", Lane.Live, new Bookmark(1)));
            transaction.AgeMs = 77;
            store.Commit(transaction);
            store.AddLayout("aa", "one"u8.ToArray());
        }
        using var again = folder.Open();
        Assert.Equal(new StoreOpening(first.Epoch, again.Opening.Epochs, 2, false, true, null), again.Opening);
        Assert.Equal([first.Epoch], again.Opening.Epochs);
        Assert.Equal((first.Epoch, 1), (again.Read(Lane.Live, 1, 9, 999)[0].Epoch, again.Read(Lane.Live, 1, 9, 999)[0].Boot));
        Assert.Equal(2, again.Extent(Lane.Event).Next);
        Assert.Single(again.AlarmStates());
        Assert.Single(again.Bookmarks());
        Assert.Equal(1, again.AddLayout("aa", "one"u8.ToArray()));
        Assert.Equal(77, again.AgeMs);
    }

    [Fact]
    public void A_power_cut_loses_nothing_and_needs_no_new_epoch()
    {
        using var folder = new StoreFolder();
        using var crashed = folder.Crashed(store => Fill(store, 300));
        using var again = crashed.Open();
        Assert.Null(again.Opening.Loss);
        Assert.False(again.Opening.EndedCleanly);
        Assert.Single(again.Opening.Epochs);
        Assert.Equal(300, again.Read(Lane.Live, 1, 999, long.MaxValue).Count);
    }

    [Fact]
    public void Numbers_go_on_when_everything_was_deleted()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
        {
            Fill(store, 5);
            var transaction = StoreContract.Transaction();
            transaction.Bookmarks.Add(new BookmarkMove("platform", Lane.Live, new Bookmark(5)));
            store.Commit(transaction);
            store.Commit(Dropping(new Drop(Lane.Live, 1, 5, 50, DropReason.Age, 9)));
            Assert.Empty(store.Drops(Lane.Live, 1, 9));
        }
        File.Delete(folder.Witness);
        using var again = folder.Open();
        Assert.Equal(new LaneExtent(6, 6), again.Extent(Lane.Live));
    }

    [Fact]
    public void A_second_instance_is_refused_with_the_number_of_the_first()
    {
        using var folder = new StoreFolder();
        using var store = folder.Open();
        using var second = folder.New();
        var refused = Assert.Throws<StoreException>(second.Open);
        Assert.Equal(StoreFault.Busy, refused.Fault);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        Fill(store, 1);
    }

    [Fact]
    public void A_lock_file_that_cannot_be_opened_is_nobody_s_holding()
    {
        using var folder = new StoreFolder();
        File.WriteAllText(Path.Combine(folder.Path, "pid"), "4711\n");
        // Opening a socket as a file gives an I/O error, as a read-only file system does.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder.Path, "lock")));
        using var store = folder.New();
        var refused = Assert.Throws<StoreException>(store.Open);
        Assert.Equal(StoreFault.Forbidden, refused.Fault);
        Assert.DoesNotContain("4711", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_file_that_a_dead_process_left_does_not_block()
    {
        using var folder = new StoreFolder();
        File.WriteAllText(Path.Combine(folder.Path, "lock"), "4711\n");
        using var store = folder.Open();
        Assert.True(store.Opening.IsNew);
    }

    [Fact]
    public void A_large_file_is_copied_without_its_messages_before_it_is_brought_up()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open(1L << 30))
        {
            for (int seq = 1; seq <= 70; seq++) store.Commit(StoreContract.Transaction(StoreContract.Message(seq, body: new string('x', 1 << 20))));
            var states = StoreContract.Transaction();
            states.Bookmarks.Add(new BookmarkMove("platform", Lane.Live, new Bookmark(7, 0, 0, 0)));
            store.Commit(states);
        }
        Assert.InRange(new FileInfo(folder.Database).Length, SchemaBackup.MostBytes + 1, long.MaxValue);
        DatabaseFile.Execute(folder.Database, "DROP TABLE refused; PRAGMA user_version=3");

        using var again = folder.Open(1L << 30);
        Assert.Null(again.Opening.Loss);
        Assert.Equal(70, again.Read(Lane.Live, 1, 99, long.MaxValue).Count);
        Assert.Empty(again.Refused());
        string copy = folder.Database + ".v3";
        Assert.InRange(new FileInfo(copy).Length, 1, 1 << 20);
        Assert.Equal((3, 7), (DatabaseFile.Number(copy, "PRAGMA user_version"), DatabaseFile.Number(copy, "SELECT acknowledged FROM bookmark WHERE feed='platform'")));
        Assert.Equal(0, DatabaseFile.Number(copy, "SELECT count(*) FROM sqlite_schema WHERE name IN ('message', 'refused')"));
    }

    [Fact]
    public void A_file_in_which_nothing_could_be_shelved_is_brought_up_and_keeps_its_alarms()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
        {
            var transaction = new StoreTransaction();
            transaction.AlarmStates.Add(new AlarmRecord("a/b/high", AlarmState.Acknowledged, "01JD", 1, 2, 1.5));
            store.Commit(transaction);
        }
        foreach (string column in new[] { "shelved_ms", "shelved_until_ms", "shelved_by", "shelved_once", "note", "note_zh" })
            DatabaseFile.Execute(folder.Database, $"ALTER TABLE alarm_state DROP COLUMN {column}");
        DatabaseFile.Execute(folder.Database, "DROP TABLE refused; PRAGMA user_version=1");

        using var again = folder.Open();
        using (var before = new SqliteConnection($"Data Source={folder.Database}.v1;Pooling=False;Mode=ReadOnly"))
        {
            before.Open();
            using var command = before.CreateCommand();
            command.CommandText = "SELECT state FROM alarm_state WHERE alarm='a/b/high'";
            Assert.Equal((long)AlarmState.Acknowledged, command.ExecuteScalar());
        }
        var shelved = new AlarmRecord("a/b/high", AlarmState.Acknowledged, "01JD", 1, 2, 1.5);
        Assert.Equal(shelved, Assert.Single(again.AlarmStates()));
        shelved = shelved with { Shelving = new Shelving(5, 6, "li.wei", IsOneShot: false) };
        again.Commit(new StoreTransaction { AlarmStates = { shelved } });
        Assert.Equal(shelved, Assert.Single(again.AlarmStates()));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused_and_left_untouched()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) Fill(store, 3);
        DatabaseFile.Execute(folder.Database, "PRAGMA user_version=999");
        byte[] before = File.ReadAllBytes(folder.Database);
        using var old = folder.New();
        Assert.Equal(StoreFault.TooNew, Assert.Throws<StoreException>(old.Open).Fault);
        Assert.Equal(before, File.ReadAllBytes(folder.Database));
    }

    [Fact]
    public void A_file_where_the_folder_should_be_is_refused_with_a_reason()
    {
        using var folder = new StoreFolder();
        string path = Path.Combine(folder.Path, "file");
        File.WriteAllText(path, "");
        using var store = new SqliteStore(
            new Core.Site.BufferSettings { Path = path }, folder.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<SqliteStore>.Instance);
        var refused = Assert.Throws<StoreException>(store.Open);
        Assert.Equal(StoreFault.Forbidden, refused.Fault);
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_whose_bytes_changed_is_not_given_out_but_recorded_and_kept_aside()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) Fill(store, 9);
        DatabaseFile.Execute(folder.Database, "UPDATE message SET body=x'00' WHERE n=10 AND wall_ms=1763757000004");
        using var again = folder.Open();
        Assert.Equal([1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L], again.Read(Lane.Live, 1, 99, 9999).Select(m => m.Seq));
        Fill(again, 1, from: 10);
        Assert.Equal((4L, 4L, DropReason.Damage), Only(again.Drops(Lane.Live, 1, 99)));
        Assert.Equal(9, again.Read(Lane.Live, 1, 99, 9999).Count);
        Fill(again, 1, from: 11);
        Assert.Single(again.Drops(Lane.Live, 1, 99));
    }

    [Fact]
    public void However_many_damaged_messages_stand_in_a_row_they_never_look_like_the_end()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) Fill(store, 90);
        DatabaseFile.Execute(folder.Database, "UPDATE message SET body=x'00' WHERE wall_ms BETWEEN 1763757000011 AND 1763757000080");
        using var again = folder.Open();
        Assert.Equal(81, again.Read(Lane.Live, 11, 32, 9999)[0].Seq);
        Fill(again, 1, from: 91);
        Assert.Equal((11L, 80L, DropReason.Damage), Only(again.Drops(Lane.Live, 1, 99)));
    }

    [Fact]
    public void A_disk_so_slow_that_a_read_must_be_broken_off_never_looks_like_the_end()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) Fill(store, 5);
        using var slow = new SqliteStore(
            new Core.Site.BufferSettings { Path = folder.Path }, new HurriedClock(), Microsoft.Extensions.Logging.Abstractions.NullLogger<SqliteStore>.Instance);
        slow.Open();
        long position = 0;
        while (slow.Read(Lane.Live, position + 1, 32, 9999) is { Count: > 0 } found)
        {
            Assert.Equal(position + 1, found[0].Seq);
            position = found[^1].Seq;
        }
        Assert.Equal(5, position);
    }

    [Theory]
    [InlineData("UPDATE message SET epoch=99 WHERE wall_ms=1763757000004")]
    [InlineData("UPDATE message SET body=NULL WHERE wall_ms=1763757000004")]
    [InlineData("UPDATE message SET kind=x'414243' WHERE wall_ms=1763757000004")]
    [InlineData("UPDATE message SET boot=9223372036854775807 WHERE wall_ms=1763757000004")]
    [InlineData("DELETE FROM message WHERE wall_ms=1763757000004")]
    public void A_row_that_makes_no_sense_or_is_not_there_is_recorded_as_damage(string damage)
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) Fill(store, 9);
        DatabaseFile.Execute(folder.Database, "PRAGMA ignore_check_constraints=ON; PRAGMA writable_schema=ON; " +
            "UPDATE sqlite_schema SET sql=replace(sql,'body BLOB NOT NULL','body BLOB') WHERE name='message'");
        DatabaseFile.Execute(folder.Database, damage);
        using var again = folder.Open();
        Assert.Equal(8, again.Read(Lane.Live, 1, 99, 9999).Count);
        Fill(again, 1, from: 10);
        Assert.Equal((4L, 4L, DropReason.Damage), Only(again.Drops(Lane.Live, 1, 99)));
    }

    [Fact]
    public void A_row_trimmed_while_it_is_read_is_no_damage()
    {
        using var folder = new StoreFolder();
        using var store = folder.Open();
        Fill(store, 9);
        store.Commit(Dropping(new Drop(Lane.Live, 1, 3, 30, DropReason.Size, 9)));
        Assert.Equal(4, store.Read(Lane.Live, 1, 99, 9999)[0].Seq);
        Fill(store, 1, from: 10);
        Assert.Equal(DropReason.Size, Assert.Single(store.Drops(Lane.Live, 1, 99)).Reason);
    }

    [Fact]
    public void A_transaction_given_again_is_not_stored_twice_when_it_had_reached_the_disk()
    {
        using var folder = new StoreFolder();
        using var store = folder.Open();
        Fill(store, 1);
        using (var stranger = new SqliteConnection($"Data Source={folder.Database};Pooling=False"))
        {
            stranger.Open();
            // A writer that should not be there makes the commit fail; what it then stores stands for a commit that arrived although it reported an error.
            using var command = stranger.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();
            var refused = Assert.Throws<StoreException>(() => store.Commit(StoreContract.Transaction(StoreContract.Message(2), StoreContract.Message(3))));
            Assert.Equal(StoreFault.Busy, refused.Fault);
            command.CommandText =
                "INSERT INTO message SELECT key+1, epoch, boot, kind, wall_ms, mono_ms, clock, n, layout, age_ms, crc, body FROM message;COMMIT";
            command.ExecuteNonQuery();
        }
        store.Commit(StoreContract.Transaction(StoreContract.Message(2), StoreContract.Message(3)));
        Assert.Equal(new LaneExtent(1, 4), store.Extent(Lane.Live));
        Assert.Null(store.Opening.Loss);
        Assert.Single(store.Opening.Epochs);
        Assert.Equal(1, store.Opening.Boot);
        Assert.Throws<InvalidOperationException>(() => store.Commit(StoreContract.Transaction(StoreContract.Message(3))));
    }

    [Fact]
    public void Much_free_room_goes_back_to_the_disk()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
        {
            for (int n = 1; n <= 400; n++) store.Commit(StoreContract.Transaction(StoreContract.Message(n, body: new string('x', 10_000))));
            for (int n = 1; n <= 400; n += 40) store.Commit(Dropping(new Drop(Lane.Live, n, n + 39, 400, DropReason.Size, 9)));
        }
        Assert.InRange(new FileInfo(folder.Database).Length, 0, 2_000_000);
    }

    internal static void Fill(SqliteStore store, int count, long from = 1)
    {
        for (long seq = from; seq < from + count; seq++) store.Commit(StoreContract.Transaction(StoreContract.Message(seq)));
    }

    private static StoreTransaction Dropping(Drop drop)
    {
        var transaction = StoreContract.Transaction();
        transaction.Drops.Add(drop);
        return transaction;
    }

    /// <summary>Whenever it is asked, three more seconds have passed.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Add(ref _seconds, 3);
    }

    private static (long, long, DropReason) Only(IReadOnlyList<Drop> drops)
    {
        var drop = Assert.Single(drops);
        return (drop.From, drop.To, drop.Reason);
    }
}
