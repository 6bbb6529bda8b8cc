using Gateway.Core.Acquisition.Scheduling;

namespace Gateway.Core.Tests.Acquisition.Scheduling;

public class PollScheduleTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static PollSchedule Of(params (double Every, int Device)[] groups) => new([.. groups.Select(g => (At(g.Every), g.Device))]);

    private static List<(double Time, int Group)> Run(PollSchedule schedule, double from, double until, double takes = 0)
    {
        var polls = new List<(double, int)>();
        var now = At(from);
        while (now < At(until))
        {
            int group = schedule.TakeDue(now);
            if (group < 0)
            {
                now = schedule.NextDue();
                continue;
            }
            polls.Add((now.TotalSeconds, group));
            now += At(takes);
            schedule.Completed(group, now, now);
        }
        return polls;
    }

    [Fact]
    public void Devices_of_a_bus_are_asked_at_once_and_then_spread_over_the_interval()
    {
        var polls = Run(Of((10, 0), (10, 1), (10, 2), (10, 3)), 0, 20);
        Assert.Equal([0, 0, 0, 0, 2.5, 5, 7.5, 10, 12.5, 15, 17.5], polls.Select(p => p.Time));
        Assert.Equal([0, 1, 2, 3, 1, 2, 3, 0, 1, 2, 3], polls.Select(p => p.Group));
    }

    [Fact]
    public void A_poll_can_be_repeated_before_its_interval_without_moving_those_that_follow()
    {
        var schedule = Of((10, 0));
        Assert.Equal(0, schedule.TakeDue(At(0)));
        schedule.Completed(0, At(0.1), At(0.1));
        schedule.Hasten(0, At(1));
        Assert.Equal(-1, schedule.TakeDue(At(0.9)));
        Assert.Equal(0, schedule.TakeDue(At(1)));
        schedule.Completed(0, At(1.1), At(1.1));
        Assert.Equal(At(10), schedule.NextDue());
        schedule.Hasten(0, At(11));
        Assert.Equal(At(10), schedule.NextDue());
        Assert.Equal(0, schedule.Missed);
    }

    [Fact]
    public void Each_interval_has_its_own_spread()
    {
        var polls = Run(Of((2, 0), (1, 0), (2, 1)), 0.001, 4.5);
        Assert.Equal([2, 4], polls.Where(p => p.Group == 0 && p.Time > 0.5).Select(p => p.Time));
        Assert.Equal([1, 2, 3, 4], polls.Where(p => p.Group == 1 && p.Time > 0.5).Select(p => p.Time));
        Assert.Equal([1, 3], polls.Where(p => p.Group == 2 && p.Time > 0.5).Select(p => p.Time));
    }

    [Fact]
    public void After_a_freeze_each_group_is_asked_once_and_the_rest_is_counted_as_missed()
    {
        var schedule = Of((1, 0), (1, 1));
        Run(schedule, 0, 5);
        Assert.Equal(0, schedule.Missed);
        var polls = Run(schedule, 65.2, 67);
        Assert.Equal([(65.2, 0), (65.2, 1), (65.5, 1), (66, 0), (66.5, 1)], polls);
        Assert.Equal(60 + 59, schedule.Missed);
    }

    [Fact]
    public void A_bus_too_slow_for_its_interval_is_never_asked_for_two_polls_at_once()
    {
        var schedule = Of((1, 0));
        var polls = Run(schedule, 0, 25, takes: 2.5);
        Assert.Equal(10, polls.Count);
        Assert.Equal(13, schedule.Missed);
    }

    [Fact]
    public void Groups_without_an_interval_take_turns_and_let_the_others_in()
    {
        var polls = Run(Of((0, 0), (0, 1), (1, 2)), 0, 3, takes: 0.1);
        Assert.Equal(3, polls.Count(p => p.Group == 2));
        Assert.InRange(polls.Count(p => p.Group == 0), 13, 14);
        Assert.InRange(polls.Count(p => p.Group == 1), 13, 14);
    }

    [Fact]
    public void A_group_without_an_interval_waits_until_it_may_be_tried()
    {
        var schedule = Of((0, 0));
        Assert.Equal(0, schedule.TakeDue(_second));
        schedule.Completed(0, _second, At(9));
        Assert.Equal(-1, schedule.TakeDue(At(8.9)));
        Assert.Equal(At(9), schedule.NextDue());
    }

    [Fact]
    public void A_device_is_never_asked_twice_at_a_time()
    {
        var schedule = Of((1, 7), (2, 7), (1, 8));
        Assert.Equal(0, schedule.TakeDue(At(0)));
        Assert.Equal(2, schedule.TakeDue(At(0)));
        Assert.Equal(-1, schedule.TakeDue(At(0)));
        Assert.Equal(TimeSpan.MaxValue, schedule.NextDue());
        schedule.Completed(0, At(0.1), At(0.1));
        Assert.Equal(1, schedule.TakeDue(At(0.1)));
    }

    [Fact]
    public void Making_all_due_neither_shifts_the_grid_nor_counts_as_missed()
    {
        var schedule = Of((10, 0));
        Run(schedule, 0, 11);
        schedule.AllDue(At(14));
        Assert.Equal([14.0, 20.0], Run(schedule, 14, 21).Select(p => p.Time));
        Assert.Equal(0, schedule.Missed);
    }

    [Fact]
    public void A_silent_unit_costs_one_attempt_per_step_from_one_second_doubling_to_sixty()
    {
        var backoff = Backoff.ForUnit();
        var attempts = new List<double>();
        for (int second = 0; second < 300; second++)
        {
            if (backoff.Holds(At(second))) continue;
            attempts.Add(second);
            backoff.Failed(At(second));
        }
        Assert.Equal([0, 1, 3, 7, 15, 31, 63, 123, 183, 243], attempts);
        backoff.Succeeded();
        Assert.False(backoff.Holds(At(243)));
    }
}
