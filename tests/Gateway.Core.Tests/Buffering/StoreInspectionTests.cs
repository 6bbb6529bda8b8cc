using Gateway.Core.Buffering;

namespace Gateway.Core.Tests.Buffering;

/// <summary>What can be said of a store that is only looked at, by a person and beside whatever runs on it.</summary>
public class StoreInspectionTests
{
    [Fact]
    public void A_log_that_is_damaged_is_named_with_what_cannot_be_read_behind_it()
    {
        using var folder = new StoreFolder();
        using var crashed = folder.Crashed(store => Fill(store, 40));
        byte[] log = File.ReadAllBytes(crashed.Wal);
        Array.Clear(log, log.Length / 2, 700);
        File.WriteAllBytes(crashed.Wal, log);
        Assert.Matches("^the log is damaged, with [0-9]+ commits behind the damage", Assert.Single(Verify(crashed)));
        Assert.Equal(log, File.ReadAllBytes(crashed.Wal));
    }

    [Fact]
    public void A_log_that_is_gone_is_named_with_the_range()
    {
        using var folder = new StoreFolder();
        using var crashed = folder.Crashed(store =>
        {
            Fill(store, 30);
            folder.Clock.Advance(TimeSpan.FromSeconds(11));
            Fill(store, 10, from: 31);
        });
        File.Delete(crashed.Wal);
        Assert.Equal("lane event, sequences 1 to 31: they were stored, and are missing", Assert.Single(Verify(crashed)));
    }

    [Fact]
    public void A_store_in_use_or_just_killed_is_sound()
    {
        using var folder = new StoreFolder();
        using var crashed = folder.Crashed(store =>
        {
            Fill(store, 40);
            Assert.Empty(Verify(folder));
        });
        Assert.Empty(Verify(crashed));
    }

    [Fact]
    public void A_lane_that_was_emptied_goes_on_counting()
    {
        using var folder = new StoreFolder();
        using (var store = folder.Open())
        {
            Fill(store, 40);
            store.Commit(new StoreTransaction { Drops = { new Drop(Lane.Event, 1, 40, 0, DropReason.Age, 0) } });
        }
        using var inspection = new StoreInspection(folder.Path, folder.Clock);
        Assert.Equal(new LaneExtent(41, 41), inspection.Report().Lanes[(int)Lane.Event]);
    }

    private static void Fill(SqliteStore store, int count, long from = 1)
    {
        for (long seq = from; seq < from + count; seq++)
            store.Commit(StoreContract.Transaction(StoreContract.Message(seq, Lane.Event) with { Kind = MessageKind.Alarm, Layout = 0 }));
    }

    private static List<string> Verify(StoreFolder folder)
    {
        using var inspection = new StoreInspection(folder.Path, folder.Clock);
        return [.. inspection.Verify(_ => { }).Select(what => what.English)];
    }
}
