using Gateway.Core.Buffering;
using Gateway.Core.History;
using Gateway.Core.Readings;
using Gateway.Core.Tests.Buffering;

namespace Gateway.Core.Tests.History;

/// <summary>A damaged or missing day is told of, and the other days are not concerned.</summary>
public class DamagedDayTests
{
    private static readonly DateTimeOffset _first = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly Layout _layout = TestSites.LayoutOf(1);

    [Theory]
    [InlineData("deleted", "the file is missing")]
    [InlineData("cut", "malformed")]
    [InlineData("replaced", "not a database")]
    public async Task A_day_is_found_by_the_gateway_itself_and_the_hole_has_its_reason(string damage, string reason)
    {
        using var bench = await ThreeDaysAsync();
        string file = bench.FileOf("2026-11-21");
        switch (damage)
        {
            case "deleted":
                File.Delete(file);
                break;
            case "cut":
                using (var cut = new FileStream(file, FileMode.Open)) cut.SetLength(cut.Length / 2);
                break;
            default:
                await File.WriteAllTextAsync(file, new string('x', 9_000), TestContext.Current.CancellationToken);
                break;
        }
        HistorySnapshot? seen = null;
        await bench.RunUntilAsync(snapshot => (seen = snapshot).Damaged.Count > 0, within: TimeSpan.FromHours(6));
        var told = Assert.Single(seen!.Damaged);
        Assert.Equal(new DateOnly(2026, 11, 21), told.Day);
        Assert.Contains(reason, told.Reason.English, StringComparison.Ordinal);

        var reader = bench.Reader();
        var found = reader.Readings("outlet/point0", Ms(_first), Ms(_first.AddDays(3))).ToList();
        Assert.Equal(2 * 24, found.Count(r => r.TimeMs < Ms(_first.AddDays(1)) || r.TimeMs >= Ms(_first.AddDays(2))));
        Assert.Contains(reader.Troubles, trouble => trouble.Path == file && trouble.Reason.English.Contains(reason, StringComparison.Ordinal));
        var export = bench.Reader();
        Assert.True(export.Export(_ => true, Ms(_first), Ms(_first.AddDays(3))).Count() >= 48);
        Assert.Contains(export.Troubles, trouble => trouble.Path == file);
    }

    [Fact]
    public async Task A_changed_hour_is_found_too()
    {
        using var bench = await ThreeDaysAsync();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={bench.FileOf("2026-11-21")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE chunk SET minimum = minimum - 1 WHERE key >> 40 = 5";
            command.ExecuteNonQuery();
        }
        HistorySnapshot? seen = null;
        await bench.RunUntilAsync(snapshot => (seen = snapshot).Damaged.Count > 0, within: TimeSpan.FromHours(6));
        Assert.Equal((new DateOnly(2026, 11, 21), 1), (seen!.Damaged[0].Day, seen.Damaged[0].Hours));
    }

    [Fact]
    public async Task Days_that_were_deleted_on_purpose_are_no_damage()
    {
        using var bench = await ThreeDaysAsync();
        new HistoryFolder(bench.Path).Delete(new DateOnly(2026, 11, 20));
        new HistoryFolder(bench.Path).GiveUp(new DateOnly(2026, 11, 21));
        var scrub = new HistoryScrub(new HistoryFolder(bench.Path), new HistoryInspection(bench.Path), TimeProvider.System);
        Assert.Empty(scrub.Look(new DateOnly(2026, 11, 23)));
        var reader = bench.Reader();
        Assert.NotEmpty(reader.Readings("outlet/point0", Ms(_first), Ms(_first.AddDays(3))));
        Assert.Equal("it was given up when the disk was full", Assert.Single(reader.Troubles).Reason.English);
    }

    private static async Task<HistoryBench> ThreeDaysAsync()
    {
        var bench = new HistoryBench();
        bench.Store(_layout, Enumerable.Range(0, 72).Select(hour => (Reading[])[Reading.OfNumber(0, Ms(_first.AddHours(hour)), hour)]));
        bench.Now = _first.AddDays(3).AddMinutes(5);
        await bench.TakeAsync();
        Assert.Equal(3, bench.Days().Count());
        return bench;
    }

    private static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
