using Gateway.Core.Alarms;

namespace Gateway.Core.Tests.Alarms;

public sealed class DelayedConditionTests
{
    [Fact]
    public void Without_delays_one_sample_decides()
    {
        var condition = new DelayedCondition(0, 0, isActive: false);

        Assert.True(condition.Observe(Evidence.Present, 5));
        Assert.True(condition.IsActive);
        Assert.False(condition.Observe(Evidence.Present, 6));
        Assert.True(condition.Observe(Evidence.Absent, 7));
        Assert.False(condition.IsActive);
    }

    [Theory]
    [InlineData(nameof(Evidence.Absent))]
    [InlineData(nameof(Evidence.WithinDeadband))]
    [InlineData(nameof(Evidence.Unknown))]
    public void A_break_starts_the_on_delay_anew(string interruption)
    {
        var condition = new DelayedCondition(onDelay: 10, offDelay: 0, isActive: false);

        condition.Observe(Evidence.Present, 0);
        Assert.Equal(10, condition.NextDue);
        condition.Observe(Enum.Parse<Evidence>(interruption), 9);
        Assert.False(condition.IsPending);
        condition.Observe(Evidence.Present, 9);
        Assert.False(condition.Elapse(18));
        Assert.True(condition.Elapse(19));
    }

    [Theory]
    [InlineData(nameof(Evidence.Present))]
    [InlineData(nameof(Evidence.WithinDeadband))]
    [InlineData(nameof(Evidence.Unknown))]
    public void A_break_starts_the_off_delay_anew(string interruption)
    {
        var condition = new DelayedCondition(onDelay: 0, offDelay: 10, isActive: true);

        condition.Observe(Evidence.Absent, 0);
        condition.Observe(Enum.Parse<Evidence>(interruption), 9);
        condition.Observe(Evidence.Absent, 9);
        Assert.False(condition.Elapse(18));
        Assert.True(condition.Elapse(19));
        Assert.False(condition.IsActive);
    }

    [Fact]
    public void Nothing_is_due_when_nothing_is_pending()
    {
        var condition = new DelayedCondition(0, 0, isActive: false);

        Assert.False(condition.Elapse(long.MaxValue));
        Assert.False(condition.IsActive);
    }
}
