using Gateway.Core.Buffering;

namespace Gateway.Core.Tests.Buffering;

public class CommitScheduleTests
{
    // readings, group, events, moves, waited ms, since commit ms: wait ms (-1: for ever)
    [Theory]
    [InlineData(0, false, false, false, 0, 0, -1)]
    [InlineData(1, true, false, false, 0, 0, 1000)]
    [InlineData(1, true, false, false, 400, 0, 600)]
    [InlineData(1, true, false, false, 1000, 0, 0)]
    [InlineData(2000, true, false, false, 0, 0, 0)]
    [InlineData(0, true, true, false, 0, 500, 0)]
    [InlineData(0, true, true, false, 0, 30, 70)]
    [InlineData(10, true, true, false, 990, 30, 10)]
    [InlineData(0, false, false, true, 0, 0, 10_000)]
    [InlineData(0, false, false, true, 10_000, 0, 0)]
    [InlineData(5, true, false, true, 200, 0, 800)]
    public void A_group_waits_its_time_an_event_does_not_and_a_bookmark_rides_along(
        int readings, bool group, bool events, bool moves, int waitedMs, int sinceMs, int expectedMs)
    {
        var need = new CommitNeed(readings, group, events, moves, TimeSpan.FromMilliseconds(waitedMs));
        var wait = CommitSchedule.WaitFor(need, TimeSpan.FromMilliseconds(sinceMs), TimeSpan.FromSeconds(1), 2000);
        Assert.Equal(TimeSpan.FromMilliseconds(expectedMs), wait);
    }

    [Theory]
    [InlineData(9.9, 1, false)]
    [InlineData(10, 1, true)]
    [InlineData(1.9, 0.2, false)]
    [InlineData(2, 0.2, true)]
    public void Bookmarks_are_in_one_commit_of_ten(double sinceSeconds, double everySeconds, bool expected) =>
        Assert.Equal(expected, CommitSchedule.TakesBookmarks(TimeSpan.FromSeconds(sinceSeconds), TimeSpan.FromSeconds(everySeconds)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(1000, 30)]
    public void A_failing_disk_is_asked_again_after_1_s_doubling_to_30(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryDelay.After(failures));
}
