using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Forwarding;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Forwarding;

public class RowSelectionTests
{
    private static readonly ReadingSelection _minutes = new(false, TimeSpan.FromSeconds(60), OnChange: true);

    [Theory]
    [InlineData(0, 10_000, false, true)]        // the first of the minute
    [InlineData(9_999, 10_000, false, true)]    // the reading before was at -1 ms
    [InlineData(14_999, 10_000, false, true)]   // within the slack
    [InlineData(15_000, 10_000, false, false)]
    [InlineData(59_999, 10_000, false, false)]
    [InlineData(59_999, 10_000, true, true)]    // changed
    [InlineData(1_999, 0, false, true)]         // as often as the bus allows counts as a second
    [InlineData(2_000, 0, false, false)]
    [InlineData(59_999, 60_000, false, true)]   // read as seldom as asked: every row
    [InlineData(59_999, 3_600_000, false, true)]
    public void A_row_is_sent_when_the_one_before_it_lay_in_an_earlier_slot(int intoMinute, int intervalMs, bool changed, bool sent) =>
        Assert.Equal(sent, _minutes.Sends((1_763_757_000_000 / 60_000 * 60_000) + intoMinute, intervalMs, changed));

    [Fact]
    public void Changes_are_sent_only_where_asked() =>
        Assert.False(new ReadingSelection(false, TimeSpan.FromSeconds(60), OnChange: false).Sends(30_000, 1_000, changed: true));

    [Fact]
    public void All_means_all_and_none_means_none()
    {
        Assert.True(ReadingSelection.All.Sends(30_000, 1_000, changed: false));
        Assert.False(new ReadingSelection(true, null, true).Sends(0, 1_000, changed: true));
    }

    [Fact]
    public void Times_before_1970_have_slots_as_well()
    {
        Assert.True(_minutes.Sends(-60_000, 1_000, changed: false));
        Assert.False(_minutes.Sends(-1, 1_000, changed: false));
    }

    [Fact]
    public void Every_slot_gets_a_reading_as_long_as_none_is_late_by_more_than_the_slack() =>
        Prop.ForAll(Gen.Choose(1_000, 20_000).ToArbitrary(), Gen.Choose(0, 100_000).ToArbitrary(), ArbMap.Default.ArbFor<int>(), (interval, start, seed) =>
        {
            var random = new Random(seed);
            int slack = Math.Min(interval, 5_000);
            long[] times = [.. Enumerable.Range(0, 400).Select(n => start + ((long)n * interval) + random.Next(slack))];
            var slots = times.Where(time => _minutes.Sends(time, interval, changed: false)).Select(time => time / 60_000).ToHashSet();
            return Enumerable.Range((int)(times[0] / 60_000) + 1, (int)((times[^1] - times[0]) / 60_000) - 1).All(slot => slots.Contains(slot));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_slot_gets_more_than_two_readings_that_did_not_change() =>
        Prop.ForAll(Gen.Choose(1_000, 20_000).ToArbitrary(), Gen.Choose(0, 100_000).ToArbitrary(), (interval, start) =>
            Enumerable.Range(0, 400).Select(n => start + ((long)n * interval)).Where(time => _minutes.Sends(time, interval, changed: false))
                .CountBy(time => time / 60_000).All(slot => slot.Value <= 2)).QuickCheckThrowOnFailure();
}
