using Gateway.Core.Alarms;
using Gateway.Core.Buffering;
using Gateway.Testing;

namespace Gateway.Core.Tests.Buffering;

/// <summary>What SQLite does not tell: each of these files passes its own integrity check, or looks like a new installation.</summary>
public class StoreDamageTests
{
    private const int Stored = 600;

    [Fact]
    public void A_log_with_a_flipped_bit_is_found_kept_and_named()
    {
        using var folder = new StoreFolder();
        using var crashed = folder.Crashed(store => SqliteStoreTests.Fill(store, 40));
        FlipBit(crashed.Wal, 0.5);
        using var again = crashed.Open();
        Assert.Contains("one bit of the log was wrong", again.Opening.Loss?.English, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, again.Opening.Epochs.Count);
        Assert.Single(Directory.GetFiles(crashed.Quarantine, "*-wal"));
        Assert.Equal(40, again.Read(Lane.Live, 1, 999, long.MaxValue).Count);
        Assert.Empty(again.Drops(Lane.Live, 1, 999));
        SqliteStoreTests.Fill(again, 1, from: again.Extent(Lane.Live).Next);
        Assert.Equal(again.Opening.Epoch, again.Read(Lane.Live, again.Extent(Lane.Live).Last, 1, 999)[0].Epoch);
    }

    [Fact]
    public void One_bit_of_the_log_costs_no_message_and_no_state_when_it_can_be_told_which()
    {
        using var folder = new StoreFolder();
        using var crashed = folder.Crashed(store =>
        {
            for (int seq = 1; seq <= 12; seq++)
            {
                var transition = StoreContract.Transaction(StoreContract.Message(seq, Lane.Event));
                transition.AlarmStates.Add(new AlarmRecord("a/b/high", AlarmState.Unacknowledged, $"{seq}", seq, seq, seq));
                store.Commit(transition);
            }
        });
        byte[] sound = File.ReadAllBytes(crashed.Wal);
        int mended = 0;
        var random = new Random(4);
        // Not in the last commit: there it cannot be told from a torn tail.
        int[] bits = [.. Enumerable.Range(0, 40).Select(_ => random.Next(sound.Length * 3 / 4 * 8)), 5, (16 * 8) + 1, (30 * 8) + 2, (32 * 8) + 3, (40 * 8) + 4, (50 * 8) + 5];
        foreach (int bit in bits)
        {
            using var copy = new StoreFolder();
            foreach (string file in Directory.GetFiles(crashed.Path)) File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
            byte[] flipped = [.. sound];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(copy.Wal, flipped);
            using var again = copy.Open();
            Assert.Equal(13, again.Extent(Lane.Event).Next);
            Assert.Equal(12, again.Read(Lane.Event, 1, 99, long.MaxValue).Count);
            // The highest bits of words cannot be told from one another: then the states stay behind, and nothing is set "right".
            bool isMended = again.Opening.Loss!.Value.English.Contains("set right", StringComparison.Ordinal);
            if (isMended) Assert.Equal(12, Assert.Single(again.AlarmStates()).SinceMs);
            mended += isMended ? 1 : 0;
        }
        Assert.InRange(mended, bits.Length / 3, bits.Length);
    }

    [Fact]
    public void A_log_with_more_damage_than_a_bit_gives_back_what_later_frames_hold()
    {
        using var folder = new StoreFolder();
        using var crashed = folder.Crashed(store => SqliteStoreTests.Fill(store, 40));
        byte[] bytes = File.ReadAllBytes(crashed.Wal);
        Array.Clear(bytes, bytes.Length / 2, 700);
        File.WriteAllBytes(crashed.Wal, bytes);
        using var again = crashed.Open();
        Assert.Contains("log was damaged", again.Opening.Loss?.English, StringComparison.Ordinal);
        Assert.Equal(40, again.Read(Lane.Live, 1, 999, long.MaxValue).Count);
        Assert.Empty(again.Drops(Lane.Live, 1, 999));
    }

    [Fact]
    public void A_torn_tail_of_the_log_is_normal()
    {
        using var folder = new StoreFolder();
        using var crashed = folder.Crashed(store => SqliteStoreTests.Fill(store, 40));
        Truncate(crashed.Wal, new FileInfo(crashed.Wal).Length - 2_000);
        using var again = crashed.Open();
        Assert.Null(again.Opening.Loss);
        Assert.Equal(39, again.Read(Lane.Live, 1, 999, long.MaxValue).Count);
    }

    [Fact]
    public void A_start_leaves_nothing_of_an_old_log_that_a_later_start_could_mistake_for_damage()
    {
        using var folder = new StoreFolder();
        using var crashed = folder.Crashed(store => SqliteStoreTests.Fill(store, 40));
        Truncate(crashed.Wal, new FileInfo(crashed.Wal).Length - 2_000);
        using var again = crashed.Open();
        Assert.Equal(0, new FileInfo(crashed.Wal).Length);
    }

    [Fact]
    public void A_deleted_log_is_noticed_with_its_range() => Lost(crashed => File.Delete(crashed.Wal));

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_log_that_is_gone_or_cut_is_noticed_also_within_the_witness_s_ten_seconds(double left)
    {
        using var folder = new StoreFolder();
        // Begun again, so that the witness was written with nothing in the log.
        using (folder.Open()) { }
        using var crashed = folder.Crashed(store => Fill(store, 40));
        if (left == 0) File.Delete(crashed.Wal);
        else Truncate(crashed.Wal, (long)(new FileInfo(crashed.Wal).Length * left / 4));
        using var again = crashed.Open();
        Assert.Contains("log was cut short or deleted", again.Opening.Loss?.English, StringComparison.Ordinal);
        Assert.Equal(2, again.Opening.Epochs.Count);
    }

    [Fact]
    public void A_log_that_a_start_or_an_end_took_away_is_not_missed()
    {
        using var folder = new StoreFolder();
        for (int start = 0; start < 3; start++)
        {
            using var store = folder.Open();
            Assert.Null(store.Opening.Loss);
            Fill(store, 40, from: (start * 40) + 1);
        }
        using var crashed = folder.Crashed(_ => { });
        using (var store = crashed.Open()) Assert.Null(store.Opening.Loss);
        using var again = crashed.Open();
        Assert.Null(again.Opening.Loss);
    }

    [Theory]
    [InlineData(100, 'x')]
    [InlineData(100, '\0')]
    [InlineData(4096, 'x')]
    public void A_database_whose_beginning_is_destroyed_gives_back_all_it_held(int bytes, char with)
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
        {
            store.AddLayout(Gateway.Core.Site.ContentDigest.Of("one"u8), "one"u8.ToArray());
            Fill(store);
            var states = StoreContract.Transaction();
            states.Bookmarks.Add(new BookmarkMove("platform", Lane.Live, new Bookmark(7, 0, 0, 0)));
            states.AlarmStates.Add(new AlarmRecord("a/b/high", AlarmState.Acknowledged, "01JD", 1, 2, 1.5));
            states.Refused.Add(new RefusedMessage("platform", Lane.Live, 3, MessageKind.Readings, "0x99", 5));
            store.Commit(states);
        }
        using (var file = new FileStream(folder.Database, FileMode.Open, FileAccess.Write)) file.Write([.. Enumerable.Repeat((byte)with, bytes)]);
        using var again = folder.Open();
        Assert.Contains("was set aside", again.Opening.Loss?.English, StringComparison.Ordinal);
        Assert.Equal(Stored, again.Read(Lane.Live, 1, 9_999, long.MaxValue).Count);
        Assert.Empty(again.Drops(Lane.Live, 1, 9_999));
        Assert.Equal(7, Assert.Single(again.Bookmarks()).Bookmark.Acknowledged);
        Assert.Equal(AlarmState.Acknowledged, Assert.Single(again.AlarmStates()).State);
        Assert.Single(again.Refused());
        Assert.Equal("one"u8.ToArray(), again.Layout(1)?.ToArray());
    }

    [Fact]
    public void What_lies_behind_a_page_that_cannot_be_read_is_saved_too_and_what_lay_on_it_is_named()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) SqliteStoreTests.Fill(store, Stored);
        long root = DatabaseFile.Number(folder.Database, "SELECT rootpage FROM sqlite_master WHERE name='message'");
        // The tree's own first page, and one of its leaves.
        ZeroPage(folder.Database, root);
        byte[] bytes = File.ReadAllBytes(folder.Database);
        int[] leaves = [.. Enumerable.Range(1, (bytes.Length / 4096) - 1).Where(page => bytes[page * 4096] == 0x0D && bytes[(page * 4096) + 4] > 20)];
        ZeroPage(folder.Database, leaves[leaves.Length / 2] + 1);
        using var again = folder.Open();
        var drop = Assert.Single(again.Drops(Lane.Live, 1, 9_999));
        Assert.InRange(drop.To - drop.From, 5, 200);
        Assert.Contains($"live {drop.From} to {drop.To}", again.Opening.Loss?.English, StringComparison.Ordinal);
        AssertAllAccountedFor(again, Stored);
    }

    [Fact]
    public void Whatever_is_damaged_no_message_is_false_and_none_is_missing_without_a_word()
    {
        using var folder = new StoreFolder();
        using var crashed = folder.Crashed(store =>
        {
            for (int first = 1; first <= Stored; first += 6)
            {
                store.Commit(StoreContract.Transaction([.. Enumerable.Range(first, 6).Select(n => StoreContract.Message(n, body: Body(n % 40 == 0 ? n : n % 7)))]));
                // So that the witness knows of each.
                folder.Clock.Advance(TimeSpan.FromSeconds(11));
            }
        });
        var random = new Random(20261122);
        for (int trial = 0; trial < 60; trial++)
        {
            using var copy = new StoreFolder();
            foreach (string file in Directory.GetFiles(crashed.Path)) File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
            string said = Damage(random, trial % 2 == 0 ? copy.Database : copy.Wal);
            using var again = copy.New();
            try
            {
                again.Open();
            }
            catch (StoreException refused) when (refused.Fault == StoreFault.TooNew)
            {
                continue;
            }
            // What a reader finds damaged is recorded with the next commit.
            again.Read(Lane.Live, 1, 9_999, long.MaxValue);
            SqliteStoreTests.Fill(again, 1, from: again.Extent(Lane.Live).Next);
            foreach (var message in again.Read(Lane.Live, 1, Stored, long.MaxValue).Where(m => m.Seq <= Stored))
                Assert.Equal(StoreContract.Message((int)message.Seq, body: Body((int)(message.Seq % 40 == 0 ? message.Seq : message.Seq % 7))).Body.ToArray(), message.Body.ToArray());
            AssertAllAccountedFor(again, Stored, said);
        }
    }

    [Fact]
    public void A_log_cut_in_half_is_noticed_with_its_range() => Lost(crashed => Truncate(crashed.Wal, new FileInfo(crashed.Wal).Length / 2), stored: 200);

    [Fact]
    public void A_database_of_zero_bytes_is_no_new_installation()
    {
        var opening = Lost(crashed => Truncate(crashed.Database, 0));
        Assert.Contains("missing or empty", opening.Loss?.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_database_is_no_new_installation() => Lost(crashed => File.Delete(crashed.Database));

    [Fact]
    public void A_database_replaced_by_text_is_set_aside() => SetAside(crashed =>
    {
        File.WriteAllText(crashed.Database, string.Concat(Enumerable.Repeat("not a database\n", 2_000)));
        File.Delete(crashed.Wal);
    });

    [Fact]
    public void A_database_cut_in_half_is_set_aside_and_what_can_be_read_is_saved()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
        {
            Fill(store);
            store.AddLayout("aa", "one"u8.ToArray());
        }
        Truncate(folder.Database, new FileInfo(folder.Database).Length / 8192 * 4096);
        using var again = folder.Open();
        Assert.Contains("was set aside", again.Opening.Loss?.English, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder.Quarantine, "*core.db"));
        Assert.Equal(Stored + 1, again.Extent(Lane.Live).Next);
        int saved = again.Read(Lane.Live, 1, 9_999, long.MaxValue).Count;
        Assert.InRange(saved, 1, Stored - 1);
        Assert.Equal((saved + 1, Stored, DropReason.Damage), Range(again.Drops(Lane.Live, 1, Stored)));
        Assert.NotEqual(again.Opening.Epoch, again.Read(Lane.Live, 1, 1, 999)[0].Epoch);
    }

    [Fact]
    public void An_older_copy_put_in_place_begins_a_new_epoch_above_what_was_given_out()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) SqliteStoreTests.Fill(store, 5);
        byte[] copy = File.ReadAllBytes(folder.Database);
        using (var store = folder.Open()) SqliteStoreTests.Fill(store, 5, from: 6);
        File.WriteAllBytes(folder.Database, copy);
        using var again = folder.Open();
        Assert.Contains("live 6 to 10", again.Opening.Loss?.English, StringComparison.Ordinal);
        Assert.Equal(11, again.Extent(Lane.Live).Next);
        Assert.Equal(2, again.Opening.Epochs.Count);
    }

    [Fact]
    public void A_whole_folder_put_back_cannot_be_told_from_one_that_went_on()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) SqliteStoreTests.Fill(store, 5);
        var copy = Directory.GetFiles(folder.Path).ToDictionary(file => file, File.ReadAllBytes);
        string epoch;
        int boot;
        using (var store = folder.Open())
        {
            SqliteStoreTests.Fill(store, 5, from: 6);
            (epoch, boot) = (store.Opening.Epoch, store.Opening.Boot);
        }
        foreach (string file in Directory.GetFiles(folder.Path)) File.Delete(file);
        foreach (var (file, bytes) in copy) File.WriteAllBytes(file, bytes);
        using var again = folder.Open();
        // What FORMAT.md tells platforms to look for: numbers that were given out come again under the same epoch, and the boot does not rise.
        Assert.Null(again.Opening.Loss);
        Assert.Equal((epoch, boot, 6), (again.Opening.Epoch, again.Opening.Boot, again.Extent(Lane.Live).Next));
    }

    [Fact]
    public void A_stranger_s_database_begins_a_new_epoch()
    {
        using var folder = new StoreFolder();
        using var other = new StoreFolder();
        using (var store = folder.Open()) SqliteStoreTests.Fill(store, 5);
        using (var store = other.Open()) SqliteStoreTests.Fill(store, 9);
        File.Copy(other.Database, folder.Database, overwrite: true);
        using var again = folder.Open();
        Assert.Contains("not the one", again.Opening.Loss?.English, StringComparison.Ordinal);
        Assert.Equal(10, again.Extent(Lane.Live).Next);
    }

    [Fact]
    public void A_torn_witness_leaves_the_one_before()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) SqliteStoreTests.Fill(store, 5);
        byte[] bytes = File.ReadAllBytes(folder.Witness);
        for (int slot = 0; slot < 2; slot++)
        {
            byte[] torn = [.. bytes];
            Array.Clear(torn, (slot * 4096) + 60, 40);
            File.WriteAllBytes(folder.Witness, torn);
            using var witness = WitnessFile.Open(folder.Witness);
            Assert.NotNull(witness.Last);
        }
        Array.Clear(bytes, 60, 40);
        Array.Clear(bytes, 4096 + 60, 40);
        File.WriteAllBytes(folder.Witness, bytes);
        using var none = WitnessFile.Open(folder.Witness);
        Assert.Null(none.Last);
    }

    [Fact]
    public void No_flipped_bit_in_the_file_ever_gives_a_message_that_was_not_stored()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) Fill(store);
        byte[] sound = File.ReadAllBytes(folder.Database);
        var stored = Enumerable.Range(1, Stored).ToDictionary(n => (long)n, n => StoreContract.Message(n, body: Body(n)).Body.ToArray());
        var random = new Random(7);
        for (int trial = 0; trial < 60; trial++)
        {
            using var copy = new StoreFolder();
            byte[] flipped = [.. sound];
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(copy.Database, flipped);
            File.Copy(folder.Witness, copy.Witness);
            using var again = copy.New();
            try
            {
                again.Open();
                foreach (var message in again.Read(Lane.Live, 1, 9_999, long.MaxValue)) Assert.Equal(stored[message.Seq], message.Body.ToArray());
            }
            catch (StoreException refused)
            {
                Assert.True(refused.Fault is StoreFault.Damaged or StoreFault.TooNew, refused.Message);
            }
        }
    }

    [Fact]
    public void Damage_found_while_running_is_set_aside_before_the_next_commit()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open()) Fill(store);
        byte[] bytes = File.ReadAllBytes(folder.Database);
        using var again = folder.Open();
        // The last third: pages that the start has not read in full, and that hold messages.
        using (var file = new FileStream(folder.Database, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            for (int page = bytes.Length / 4096 / 2; page < (bytes.Length / 4096) - 2; page++)
            {
                file.Position = page * 4096L;
                file.Write(new byte[4096]);
            }
        }
        try
        {
            again.Read(Lane.Live, 1, 9_999, long.MaxValue);
            Assert.Fail("The damage was not noticed.");
        }
        catch (StoreException damaged)
        {
            Assert.Equal(StoreFault.Damaged, damaged.Fault);
        }
        SqliteStoreTests.Fill(again, 1, from: Stored + 1);
        Assert.NotNull(again.Opening.Loss);
        Assert.Equal(2, again.Opening.Epochs.Count);
        Assert.Single(Directory.GetFiles(folder.Quarantine, "*core.db"));
        Assert.Equal(again.Opening.Epoch, again.Read(Lane.Live, Stored + 1, 1, 999)[0].Epoch);
    }

    [Fact]
    public void Layouts_in_use_keep_their_numbers_when_the_database_is_replaced_while_running()
    {
        using var folder = new StoreFolder();
        using var store = folder.Open();
        store.AddLayout("aa", "one"u8.ToArray());
        Assert.Equal(2, store.AddLayout("bb", "two"u8.ToArray()));
        Fill(store);
        int pages = (int)(new FileInfo(folder.Database).Length / 4096);
        using (var file = new FileStream(folder.Database, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.Write(new byte[pages * 4096]);
        Assert.ThrowsAny<StoreException>(() => store.Read(Lane.Live, 1, 9_999, long.MaxValue));
        SqliteStoreTests.Fill(store, 1, from: Stored + 1);
        Assert.Contains("was set aside", store.Opening.Loss?.English, StringComparison.Ordinal);
        Assert.Equal("two"u8.ToArray(), store.Layout(2)?.ToArray());
        Assert.Equal(3, store.AddLayout("cc", "three"u8.ToArray()));
    }

    [Fact]
    public void A_message_whose_layout_is_lost_never_gets_the_meaning_of_another()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
        {
            Assert.Equal(1, store.AddLayout("aa", "one"u8.ToArray()));
            Fill(store);
        }
        ZeroPage(folder.Database, DatabaseFile.Number(folder.Database, "SELECT rootpage FROM sqlite_master WHERE name='layout'"));
        using var again = folder.Open();
        Assert.Contains("was set aside", again.Opening.Loss?.English, StringComparison.Ordinal);
        Assert.Equal(1, again.Read(Lane.Live, 1, 1, long.MaxValue)[0].Layout);
        Assert.Equal(2, again.AddLayout("cc", "three"u8.ToArray()));
    }

    [Fact]
    public void One_unreadable_layout_does_not_cost_those_after_it()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
        {
            store.AddLayout("aa", "one"u8.ToArray());
            store.AddLayout("bb", new byte[40_000]);
            store.AddLayout("cc", "three"u8.ToArray());
            Fill(store);
        }
        // The descriptor's overflow pages are the first runs of zeros behind the schema; one of them gets a link into nowhere.
        DatabaseFile.Execute(folder.Database, "PRAGMA wal_checkpoint(TRUNCATE)");
        int page = PageOfZeros(folder.Database);
        using (var file = new FileStream(folder.Database, FileMode.Open, FileAccess.Write))
        {
            file.Position = page * 4096L;
            file.Write([0x7F, 0xFF, 0xFF, 0xFF]);
        }
        using var again = folder.Open();
        Assert.Contains("was set aside", again.Opening.Loss?.English, StringComparison.Ordinal);
        Assert.Equal("three"u8.ToArray(), again.Layout(3)?.ToArray());
    }

    [Fact]
    public void Numbers_that_a_bookmark_has_passed_are_never_given_out_again()
    {
        using var folder = new StoreFolder();
        using var crashed = folder.Crashed(store =>
        {
            Fill(store);
            var passed = StoreContract.Transaction();
            passed.Bookmarks.Add(new BookmarkMove("platform", Lane.Live, new Bookmark(Stored, 0, 0, 0)));
            store.Commit(passed);
        });
        // The witness was written when it was opened and not since, so that only the bookmark knows how far the numbers went.
        DatabaseFile.Execute(crashed.Database, "PRAGMA wal_checkpoint(TRUNCATE)");
        Truncate(crashed.Database, new FileInfo(crashed.Database).Length / 8192 * 4096);
        using var again = crashed.Open();
        Assert.Contains("was set aside", again.Opening.Loss?.English, StringComparison.Ordinal);
        Assert.Contains($"to {Stored}", again.Opening.Loss?.English, StringComparison.Ordinal);
        Assert.Equal(Stored, Assert.Single(again.Bookmarks()).Bookmark.Acknowledged);
        Assert.Equal(Stored + 1, again.Extent(Lane.Live).Next);
        Assert.Equal(Stored, Assert.Single(again.Drops(Lane.Live, 1, Stored)).To);
    }

    [Fact]
    public void A_bookmark_beyond_anything_that_can_have_been_begins_anew()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
        {
            Fill(store, 20);
            var moved = StoreContract.Transaction();
            moved.Bookmarks.Add(new BookmarkMove("platform", Lane.Live, new Bookmark(7, 0, 0, 0)));
            store.Commit(moved);
        }
        DatabaseFile.Execute(folder.Database, "UPDATE bookmark SET acknowledged=acknowledged+1125899906842624");
        using var again = folder.Open();
        Assert.Null(again.Opening.Loss);
        Assert.Equal(0, Assert.Single(again.Bookmarks()).Bookmark.Acknowledged);
        Assert.Equal(21, again.Extent(Lane.Live).Next);
    }

    /// <returns>What was done.</returns>
    private static string Damage(Random random, string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int at = random.Next(bytes.Length);
        switch (random.Next(3))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                at = at / 4096 * 4096;
                random.NextBytes(bytes.AsSpan(at, Math.Min(4096, bytes.Length - at)));
                break;
            default:
                Array.Clear(bytes, at, Math.Min(random.Next(1, 9_000), bytes.Length - at));
                break;
        }
        File.WriteAllBytes(path, bytes);
        return $"{Path.GetFileName(path)} at {at}";
    }

    /// <summary>Every sequence can be read, or stands in a record.</summary>
    private static void AssertAllAccountedFor(SqliteStore store, int stored, string said = "")
    {
        var there = store.Read(Lane.Live, 1, 9_999, long.MaxValue).Select(m => m.Seq).ToHashSet();
        var drops = store.Drops(Lane.Live, 1, 9_999);
        var silent = Enumerable.Range(1, stored).Where(n => !there.Contains(n) && !drops.Any(d => d.From <= n && n <= d.To)).ToList();
        Assert.True(silent.Count == 0, $"{said}: missing without a record: {string.Join(' ', silent.Take(20))}; {store.Opening.Loss?.English}");
        // What is there is not told to be lost.
        Assert.DoesNotContain(there, n => drops.Any(d => d.From <= n && n <= d.To));
    }

    private static StoreOpening Lost(Action<StoreFolder> damage, int stored = Stored)
    {
        using var folder = new StoreFolder();
        using var crashed = folder.Crashed(store =>
        {
            Fill(store, stored);
            folder.Clock.Advance(TimeSpan.FromSeconds(11));
            SqliteStoreTests.Fill(store, 1, from: stored + 1);
        });
        damage(crashed);
        using var again = crashed.Open();
        Assert.False(again.Opening.IsNew);
        Assert.False(again.Opening.EndedCleanly);
        Assert.NotNull(again.Opening.Loss);
        Assert.Equal(2, again.Opening.Epochs.Count);
        Assert.Equal(stored + 2, again.Extent(Lane.Live).Next);
        Assert.All(again.Drops(Lane.Live, 1, 9_999), drop => Assert.Contains($"live {drop.From} to {drop.To}", again.Opening.Loss?.English, StringComparison.Ordinal));
        AssertAllAccountedFor(again, stored + 1);
        SqliteStoreTests.Fill(again, 1, from: stored + 2);
        return again.Opening;
    }

    private static void SetAside(Action<StoreFolder> damage)
    {
        using var folder = new StoreFolder();
        using var crashed = folder.Crashed(Fill);
        damage(crashed);
        using var again = crashed.Open();
        Assert.Contains("was set aside", again.Opening.Loss?.English, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(crashed.Quarantine, "*core.db"));
    }

    private static void Fill(SqliteStore store) => Fill(store, Stored);

    private static void Fill(SqliteStore store, int count, int from = 1)
    {
        foreach (int[] group in Enumerable.Range(from, count).Chunk(20))
            store.Commit(StoreContract.Transaction([.. group.Select(n => StoreContract.Message(n, body: Body(n)))]));
    }

    private static string Body(int n) => string.Concat(Enumerable.Repeat($"body {n} ", 300));

    private static (int, int, DropReason) Range(IReadOnlyList<Drop> drops)
    {
        var drop = Assert.Single(drops);
        return ((int)drop.From, (int)drop.To, drop.Reason);
    }

    private static void Truncate(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.SetLength(length);
    }

    private static void ZeroPage(string path, long number)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.Position = (number - 1) * 4096;
        file.Write(new byte[4096]);
    }

    /// <summary>The first page that holds nothing but zeros behind its link to the next overflow page.</summary>
    private static int PageOfZeros(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return Enumerable.Range(1, (bytes.Length / 4096) - 1).First(page =>
            bytes.AsSpan(page * 4096, 4).ContainsAnyExcept((byte)0) && !bytes.AsSpan((page * 4096) + 4, 4092).ContainsAnyExcept((byte)0));
    }

    private static void FlipBit(string path, double where)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[(int)(bytes.Length * where)] ^= 0x04;
        File.WriteAllBytes(path, bytes);
    }
}
