using Gateway.Core.Buffering;
using Gateway.Core.Forwarding;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Forwarding;

public class LanePlanTests
{
    [Fact]
    public void A_feed_takes_the_lanes_it_was_told_to()
    {
        Assert.Equal([Lane.Event, Lane.Diag, Lane.Live, Lane.Fill], LanePlan.Of(TestFeeds.Feed()));
        Assert.Equal([Lane.Event, Lane.Diag], LanePlan.Of(TestFeeds.Feed() with { Readings = new ReadingSelection(true, null, false) }));
        Assert.Equal([Lane.Diag, Lane.Live, Lane.Fill], LanePlan.Of(TestFeeds.Feed() with { SendsAlarms = false }));
    }

    [Theory]
    [InlineData("event live", "", "event")]
    [InlineData("live", "", "live")]
    [InlineData("live fill", "", "live")]
    [InlineData("event live", "event", "live")]
    [InlineData("event live", "event live", null)]
    [InlineData("", "", null)]
    public void The_most_urgent_lane_that_has_something_and_does_not_pause_goes_next(string more, string paused, string? next)
    {
        LaneReadiness[] lanes = [.. LanePlan.Of(TestFeeds.Feed()).Select(lane =>
            new LaneReadiness(lane, more.Split(' ').Contains(LaneText.Of(lane)), paused.Split(' ').Contains(LaneText.Of(lane))))];
        int at = LanePlan.Next(lanes, new SendWindow(32));
        Assert.Equal(next, at < 0 ? null : LaneText.Of(lanes[at].Lane));
    }

    [Fact]
    public void When_readings_have_filled_their_places_an_event_still_goes()
    {
        var window = new SendWindow(4);
        for (int i = 0; i < 3; i++) window.Take(urgent: false, 1);
        Assert.Equal(-1, LanePlan.Next([new(Lane.Live, true, false)], window));
        Assert.Equal(0, LanePlan.Next([new(Lane.Event, true, false), new(Lane.Live, true, false)], window));
    }
}
