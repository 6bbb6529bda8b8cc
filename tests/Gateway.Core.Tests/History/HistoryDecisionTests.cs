using Gateway.Core.History;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.History;

public class HistoryDecisionTests
{
    private static readonly DateOnly _today = new(2026, 11, 22);

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(0, 0)]
    [InlineData(3_599_999, 0)]
    [InlineData(3_600_000, 1)]
    [InlineData(-3_600_000, -1)]
    [InlineData(-3_600_001, -2)]
    public void An_hour_begins_with_its_first_millisecond_also_before_1970(long timeMs, long hour) => Assert.Equal(hour, Hours.Of(timeMs));

    [Fact]
    public void Every_hour_that_a_reading_can_have_has_a_day()
    {
        Assert.Equal(DateOnly.MinValue, Hours.DayOf(Hours.Of(-62_135_596_800_000)));
        Assert.Equal(DateOnly.MaxValue, Hours.DayOf(Hours.Of(253_402_300_799_999)));
        Assert.Equal(new DateOnly(1969, 12, 31), Hours.DayOf(-1));
        Assert.Equal(-24, Hours.FirstOf(new DateOnly(1969, 12, 31)));
    }

    [Theory]
    [InlineData("10:59:59.999", "10:50", true)]
    [InlineData("11:00:00", "10:59", false)]
    [InlineData("11:09:59.999", "11:00", true)]
    [InlineData("11:10:00", "11:00", false)]
    public void Ten_minutes_begin_with_the_hour(string now, string before, bool isSame)
    {
        var day = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
        long SlotAt(string time) => HistorySchedule.SlotOf((day + TimeSpan.Parse(time)).ToUnixTimeMilliseconds());
        Assert.Equal(isSame, SlotAt(now) == SlotAt(before));
    }

    [Fact]
    public void It_is_time_once_ten_minutes_are_over_or_much_waits()
    {
        Assert.True(HistorySchedule.IsDue(10, null, 0));
        Assert.False(HistorySchedule.IsDue(10, 10, 600));
        Assert.True(HistorySchedule.IsDue(11, 10, 600));
        // The clock was set back.
        Assert.True(HistorySchedule.IsDue(9, 10, 0));
        Assert.True(HistorySchedule.IsDue(10, 10, HistorySchedule.MostWaiting + 1));
    }

    [Theory]
    [InlineData(2, 100, "20 21 22", "")]
    [InlineData(2, 100, "19 20 21 22", "19")]
    [InlineData(1.5, 100, "18 19 20 21 22", "18 19")]
    [InlineData(9, 25, "19 20 21 22", "19 20")]
    [InlineData(9, 1, "21 22", "21")]
    [InlineData(2, 100, "20 21 22 29", "")]
    [InlineData(2, 25, "20 21 22 29", "20 21")]
    public void Days_go_oldest_first_and_days_ahead_of_the_clock_make_none_old(double keepDays, long maximum, string days, string gone)
    {
        var settings = new HistorySettings { Keep = TimeSpan.FromDays(keepDays), MaximumBytes = maximum };
        HistoryDay[] all = [.. Parse(days).Select(day => new HistoryDay(day, 10))];
        Assert.Equal(Parse(gone), HistoryRetention.Beyond(all, _today, settings));
    }

    private static IEnumerable<DateOnly> Parse(string days) =>
        days.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(day => new DateOnly(2026, 11, int.Parse(day)));
}
