using Gateway.Core.Buffering;
using Gateway.Core.History;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Core.Tests.Buffering;
using Gateway.Testing;

namespace Gateway.Core.Tests.History;

public class HistoryTests
{
    private const int Points = 3;
    private static readonly DateTimeOffset _midnight = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private static readonly Layout _layout = TestSites.LayoutOf(Points);

    [Fact]
    public async Task All_that_was_stored_lies_in_the_days_files_and_what_came_since_comes_from_the_buffer()
    {
        using var bench = Filled(_midnight.AddHours(-2), hours: 3.5);
        var taken = await bench.TakeAsync();
        Assert.Equal(["2026-11-21", "2026-11-22"], bench.Days());
        // One every 10 s, those of the hour that runs too: a query must not have to look through them all in the buffer.
        Assert.Equal((2, new DateOnly(2026, 11, 21), 1_260L, 0L, null), (taken.Days, taken.Oldest, taken.TakenThrough, taken.Waiting, taken.LastError?.English));
        Store(bench, _midnight.AddHours(1.5), hours: 0.1);
        AssertAllFound(bench);
        File.Delete(System.IO.Path.Combine(bench.Path, "core.db"));
        Assert.Equal(bench.Expected("outlet/point1", to: Ms(_midnight.AddHours(1.5))), bench.Found("outlet/point1"));
    }

    [Fact]
    public async Task An_hour_that_is_taken_every_ten_minutes_is_one_chunk_in_the_end()
    {
        using var bench = new HistoryBench();
        for (int part = 0; part < 8; part++)
        {
            Store(bench, _midnight.AddMinutes(part * 10), hours: 1 / 6.0);
            await bench.TakeAsync();
            AssertAllFound(bench);
        }
        // Two hours of three points.
        Assert.Equal(6, DatabaseFile.Number(bench.FileOf("2026-11-22"), "SELECT count(*) FROM chunk"));
    }

    [Fact]
    public async Task What_a_crash_makes_it_take_again_is_there_once()
    {
        using var bench = Filled(_midnight.AddHours(-2), hours: 3.5);
        await bench.TakeAsync(isCrash: true);
        AssertAllFound(bench);
        await bench.TakeAsync(isCrash: true);
        await bench.TakeAsync();
        AssertAllFound(bench);
        // Now also the last message of all belongs to an hour that is over.
        bench.Now = _midnight.AddHours(2.5);
        await bench.TakeAsync(isCrash: true);
        AssertAllFound(bench);
        await bench.TakeAsync();
        AssertAllFound(bench);
        Store(bench, _midnight.AddHours(1.5), hours: 2);
        await bench.TakeAsync(isCrash: true);
        await bench.TakeAsync();
        AssertAllFound(bench);
    }

    [Fact]
    public async Task It_takes_by_itself_what_waits_and_stores_how_far_it_came()
    {
        using var bench = Filled(_midnight.AddHours(-2), hours: 3.5);
        await bench.RunUntilAsync(history => history.TakenThrough > 0);
        using (var store = new StoreInspection(bench.Path, TimeProvider.System))
            Assert.Equal(1_260, store.Report().Bookmarks.Single(b => b is { Feed: Bookmark.HistoryFeed, Lane: Lane.Live }).Bookmark.Acknowledged);
        AssertAllFound(bench);
    }

    [Fact]
    public async Task A_crash_between_the_files_of_two_days_loses_and_repeats_nothing()
    {
        using var bench = Filled(_midnight.AddHours(-2), hours: 3.5);
        // The second day cannot be written: a folder is in its place.
        Directory.CreateDirectory(bench.FileOf("2026-11-22"));
        var failed = await bench.TakeAsync();
        Assert.NotNull(failed.LastError);
        Assert.Equal(0, failed.TakenThrough);
        Directory.Delete(bench.FileOf("2026-11-22"));
        AssertAllFound(bench);
        await bench.TakeAsync();
        AssertAllFound(bench);
    }

    [Fact]
    public async Task Readings_of_an_hour_that_was_taken_join_it_when_the_clock_was_set_back()
    {
        using var bench = Filled(_midnight, hours: 2.5);
        await bench.TakeAsync();
        Store(bench, _midnight.AddMinutes(10), hours: 0.25);
        bench.Now = _midnight.AddHours(3.5);
        await bench.TakeAsync();
        AssertAllFound(bench);
    }

    [Fact]
    public async Task A_clock_that_was_ten_years_ahead_keeps_nothing_from_being_taken()
    {
        using var bench = Filled(_midnight, hours: 1.5);
        Store(bench, _midnight.AddYears(10), hours: 0.1);
        Store(bench, _midnight.AddHours(1.6), hours: 1);
        var taken = await bench.TakeAsync();
        Assert.Equal(["2026-11-22", "2036-11-22"], bench.Days());
        Assert.Equal(0, taken.Waiting);
        AssertAllFound(bench);
    }

    [Fact]
    public async Task A_point_keeps_its_history_when_the_site_changes_its_number()
    {
        using var bench = Filled(_midnight, hours: 1);
        var other = Layout.Of(TestSites.Model(Points) with { Points = [.. TestSites.Model(Points).Points.Reverse().Select((p, n) => p with { Number = n })] });
        Assert.Equal("outlet/point2", other.Points[0].Id);
        bench.Store(other, Messages(_midnight.AddHours(1), 1.5));
        bench.Now = _midnight.AddHours(2.5);
        await bench.TakeAsync();
        AssertAllFound(bench);
    }

    [Fact]
    public async Task A_busy_points_hour_lies_in_several_parts()
    {
        using var bench = new HistoryBench();
        bench.Store(_layout, Enumerable.Range(0, 30).Select(m => Enumerable.Range(0, 1_000).Select(n =>
            Reading.OfNumber(1, Ms(_midnight) + (((m * 1_000) + n) * 100), n)).ToArray()));
        bench.Now = _midnight.AddHours(1.1);
        await bench.TakeAsync();
        bench.Store(_layout, Reading.OfNumber(1, Ms(_midnight) + 5, 77), Reading.OfNumber(1, Ms(_midnight) + 3_500_000, 78));
        bench.Now = _midnight.AddHours(2.1);
        await bench.TakeAsync();
        Assert.Equal(30_002, bench.Found("outlet/point1").Count);
        AssertAllFound(bench);
        AssertBuckets(bench, "outlet/point1", _midnight, _midnight.AddHours(1), TimeSpan.FromMinutes(7));
    }

    [Fact]
    public async Task More_readings_than_one_pass_holds_are_taken_in_several()
    {
        using var bench = new HistoryBench();
        int each = (Taking.PassReadings / 2) + 10_000;
        bench.Store(_layout, Enumerable.Range(0, each / 500).Select(m => Enumerable.Range(0, 1_000).Select(n =>
            Reading.OfNumber(n % 2, Ms(_midnight) + (m * 20), m)).ToArray()));
        // And one point with more than that in an hour by itself.
        bench.Store(_layout, Enumerable.Range(0, (Taking.PassReadings / 1_000) + 20).Select(m => Enumerable.Range(0, 1_000).Select(n =>
            Reading.OfNumber(2, Ms(_midnight) + (m * 20), n)).ToArray()));
        bench.Now = _midnight.AddHours(2);
        await bench.TakeAsync();
        AssertAllFound(bench);
    }

    [Fact]
    public async Task A_damaged_day_is_set_aside_and_taken_again_from_the_buffer_while_the_others_go_on()
    {
        using var bench = Filled(_midnight.AddHours(-2), hours: 3.5);
        await bench.TakeAsync();
        File.WriteAllText(bench.FileOf("2026-11-22"), new string('x', 8_192));
        Assert.Equal(bench.Expected("outlet/point0", to: Ms(_midnight)), bench.Found("outlet/point0", to: Ms(_midnight)));
        var reader = bench.Reader();
        Assert.Equal(bench.Expected("outlet/point0").Count - 540, reader.Readings("outlet/point0", Ms(_midnight.AddDays(-2)), Ms(_midnight.AddDays(2))).Count());
        Assert.Equal(bench.FileOf("2026-11-22"), Assert.Single(reader.Troubles).Path);

        Store(bench, _midnight.AddHours(1.5), hours: 1);
        Assert.Equal(1, (await bench.TakeAsync()).SetAside);
        Assert.Single(Directory.GetFiles(System.IO.Path.Combine(bench.Path, "quarantine")));
        await bench.TakeAsync();
        AssertAllFound(bench);
    }

    [Fact]
    public async Task A_chunk_that_changed_on_disk_is_not_believed_and_its_neighbours_are()
    {
        using var bench = Filled(_midnight, hours: 2.5);
        await bench.TakeAsync();
        DatabaseFile.Execute(bench.FileOf("2026-11-22"), "UPDATE chunk SET mean = mean + 1 WHERE key >> 40 = 0");
        DatabaseFile.Execute(bench.FileOf("2026-11-22"), "UPDATE chunk SET body = zeroblob(length(body)) WHERE key >> 40 = 1");
        var reader = bench.Reader();
        Assert.Equal(bench.Expected("outlet/point0", from: Ms(_midnight.AddHours(2))), reader.Readings("outlet/point0", Ms(_midnight), Ms(_midnight.AddDays(1))));
        Assert.Equal([_midnight, _midnight.AddHours(1)], reader.Troubles.Select(t => t.Hour));
    }

    [Fact]
    public void What_is_damaged_in_the_buffer_is_left_out_and_said()
    {
        using var bench = Filled(_midnight, hours: 1);
        string core = System.IO.Path.Combine(bench.Path, "core.db");
        int messages = bench.Found("outlet/point0").Count;
        DatabaseFile.Execute(core, "UPDATE message SET body = zeroblob(length(body)) WHERE (key & 0xFFFFFF) = 2");
        var reader = bench.Reader();
        Assert.InRange(reader.Readings("outlet/point0", Ms(_midnight), Ms(_midnight.AddDays(1))).Count(), 1, messages - 1);
        Assert.Equal((core, "messages whose check sum is wrong: 1"), (Assert.Single(reader.Troubles).Path, reader.Troubles[0].Reason.English));

        DatabaseFile.Execute(core, "DELETE FROM layout");
        reader = bench.Reader();
        Assert.Empty(reader.Export(static _ => true, Ms(_midnight), Ms(_midnight.AddDays(1))));
        Assert.Contains("readings whose layout", reader.Troubles[1].Reason.English, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_of_a_newer_version_is_left_untouched()
    {
        using var bench = Filled(_midnight, hours: 1.5);
        await bench.TakeAsync();
        DatabaseFile.Execute(bench.FileOf("2026-11-22"), "PRAGMA user_version=9");
        byte[] before = File.ReadAllBytes(bench.FileOf("2026-11-22"));
        Store(bench, _midnight.AddHours(1.5), hours: 1);
        Assert.Contains("newer gateway", (await bench.TakeAsync()).LastError!.Value.English, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(bench.FileOf("2026-11-22")));
    }

    [Fact]
    public async Task Days_beyond_the_time_to_keep_are_deleted_whole()
    {
        using var bench = new HistoryBench(new HistorySettings { Keep = TimeSpan.FromDays(2) });
        for (int day = 0; day < 5; day++) Store(bench, _midnight.AddDays(day), hours: 0.1);
        bench.Now = _midnight.AddDays(4.5);
        await bench.TakeAsync();
        Assert.Equal(["2026-11-24", "2026-11-25", "2026-11-26"], bench.Days());
    }

    [Fact]
    public async Task Buckets_say_what_a_count_of_the_readings_says_over_borders_of_days_and_into_the_open_hour()
    {
        using var bench = Filled(_midnight.AddHours(-3), hours: 4.5);
        await bench.TakeAsync();
        foreach (int seconds in new[] { 1, 60, 420, 3_600, 5_400, 86_400 })
        {
            AssertBuckets(bench, "outlet/point2", _midnight.AddHours(-4), _midnight.AddHours(2), TimeSpan.FromSeconds(seconds));
            AssertBuckets(bench, "outlet/point2", _midnight.AddSeconds(-4_321), _midnight.AddSeconds(4_321), TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public async Task A_range_is_cut_exactly()
    {
        using var bench = Filled(_midnight.AddHours(-2), hours: 3.5);
        await bench.TakeAsync();
        long from = bench.Expected("outlet/point1")[100].TimeMs;
        long to = bench.Expected("outlet/point1")[1_200].TimeMs;
        Assert.Equal(bench.Expected("outlet/point1", from, to), bench.Found("outlet/point1", from, to));
        Assert.Equal(1_100, bench.Found("outlet/point1", from, to).Count);
        Assert.Empty(bench.Found("outlet/point1", to, from));
        Assert.Empty(bench.Found("outlet/nothing"));
    }

    [Fact]
    public async Task An_export_holds_every_reading_of_every_point_once()
    {
        using var bench = Filled(_midnight.AddHours(-2), hours: 3.5);
        await bench.TakeAsync();
        var (from, to) = (Ms(_midnight.AddHours(-1.3)), Ms(_midnight.AddHours(1.3)));
        var found = bench.Reader().Export(id => id != "outlet/point1", from, to).ToLookup(r => r.Point.Id, r => r.Reading);
        Assert.Equal(["outlet/point0", "outlet/point2"], found.Select(f => f.Key).Order());
        foreach (var point in found) Assert.Equal(bench.Expected(point.Key, from, to).Select(r => (r.TimeMs, r.Number)), point.Select(r => (r.TimeMs, r.Number)));
    }

    [Fact]
    public async Task Points_are_known_by_id_and_unit()
    {
        using var bench = Filled(_midnight, hours: 1.5);
        Assert.Equal(Points, bench.Reader().Points(0, 1).Count);
        await bench.TakeAsync();
        Assert.Contains(new HistoryPoint("outlet/point1", "{NTU}"), bench.Reader().Points(Ms(_midnight), Ms(_midnight) + 1));
    }

    [Fact]
    public async Task The_buffer_keeps_old_readings_until_history_has_taken_them()
    {
        using var bench = Filled(_midnight, hours: 2.5);
        await bench.TakeAsync();
        Store(bench, _midnight.AddHours(2.5), hours: 0.1);
        using var store = new SqliteStore(bench.Settings with { Path = bench.Path }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<SqliteStore>.Instance);
        store.Open();
        long taken = store.Bookmarks().Single(b => b.Feed == Bookmark.HistoryFeed).Bookmark.Acknowledged;
        var drop = Retention.Old(store, bench.Settings with { Keep = TimeSpan.FromHours(1) }, ageMs: long.MaxValue / 2, wallMs: 0);
        Assert.Equal((Lane.Live, 1, taken, DropReason.Age), (drop!.Lane, drop.From, drop.To, drop.Reason));
        store.Commit(new StoreTransaction { Drops = { drop } });
        Assert.Null(Retention.Old(store, bench.Settings with { Keep = TimeSpan.FromHours(1) }, ageMs: long.MaxValue / 2, wallMs: 0));
        Assert.Equal(taken + 1, store.Extent(Lane.Live).Oldest);
    }

    /// <summary>A bench on which three points were read every 10 s, and whose clock stands at the end of that.</summary>
    private static HistoryBench Filled(DateTimeOffset from, double hours)
    {
        var bench = new HistoryBench();
        Store(bench, from, hours);
        return bench;
    }

    private static void Store(HistoryBench bench, DateTimeOffset from, double hours)
    {
        bench.Store(_layout, Messages(from, hours));
        bench.Now = from.AddHours(hours);
    }

    private static IEnumerable<Reading[]> Messages(DateTimeOffset from, double hours, TimeSpan? every = null)
    {
        long step = (long)(every ?? TimeSpan.FromSeconds(10)).TotalMilliseconds;
        var random = new Random(7);
        for (long time = Ms(from); time < Ms(from.AddHours(hours)); time += step)
        {
            yield return
            [
                Reading.OfNumber(0, time + 3, Math.Round(7 + random.NextDouble(), 2)),
                random.Next(50) == 0 ? Reading.Missing(1, time + 4, Quality.Bad(QualityReason.Timeout)) : Reading.OfBoolean(1, time + 4, random.Next(9) == 0),
                Reading.OfNumber(2, time + 5, (float)random.NextDouble(), random.Next(20) == 0 ? Quality.Uncertain(QualityReason.Calibrating) : Quality.Good),
            ];
        }
    }

    private static void AssertAllFound(HistoryBench bench)
    {
        foreach (string point in bench.Stored.Select(s => s.Point).Distinct()) Assert.Equal(bench.Expected(point), bench.Found(point));
    }

    private static void AssertBuckets(HistoryBench bench, string point, DateTimeOffset from, DateTimeOffset to, TimeSpan every)
    {
        var buckets = bench.Reader().Buckets(point, Ms(from), Ms(to), every).ToList();
        var all = bench.Expected(point, Ms(from), Ms(to)).ToLookup(r => (r.TimeMs - Ms(from)) / (long)every.TotalMilliseconds);
        Assert.Equal((int)Math.Ceiling((to - from) / every), buckets.Count);
        for (int n = 0; n < buckets.Count; n++)
        {
            double[] good = [.. all[n].Where(r => r.Quality.IsGood && r.Kind != ValueKind.None).Select(r => r.Number)];
            Assert.Equal(Ms(from) + (n * (long)every.TotalMilliseconds), buckets[n].FromMs);
            Assert.Equal((all[n].Count(), all[n].Count(r => r.Quality.IsGood)), (buckets[n].Count, buckets[n].Good));
            Assert.Equal((good.Length > 0 ? good.Min() : null, good.Length > 0 ? good.Max() : (double?)null), (buckets[n].Minimum, buckets[n].Maximum));
            if (good.Length > 0) Assert.Equal(good.Average(), buckets[n].Mean!.Value, 1e-9);
        }
    }

    private static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
