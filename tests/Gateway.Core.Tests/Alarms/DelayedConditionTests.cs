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
    [InlineData(nameof(Evidence.Neither))]
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
    [InlineData(nameof(Evidence.Neither))]
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

    /// <summary>One letter a second: x beyond the limit, o inside it, d in the dead band, ? Bad, - no sample, ! no sample and the last one too old.</summary>
    [Theory]
    [InlineData(false, "xxxxxx", "no sample lost")]
    [InlineData(false, "xx?xxx", "a lost sample in the middle")]
    [InlineData(false, "x????x", "all lost but the first and the last")]
    [InlineData(false, "xx--?-x", "a held delay that is over ends with the next good sample", 6)]
    [InlineData(false, "x----?x", "the sample at which it would have ended is lost", 6)]
    [InlineData(false, "x-----", "nothing came, and the last sample stands", 5)]
    [InlineData(false, "xx???????", "Bad data never raise", -1)]
    [InlineData(false, "xx?dxxxxx", "the dead band breaks it, also after a lost sample", 9)]
    [InlineData(false, "xx?oxxxxx", "a value inside breaks it, also after a lost sample", 9)]
    [InlineData(false, "xx?!xxxxxx", "too old a sample breaks it", 9)]
    [InlineData(false, "?x????x", "a delay begins with a sample that says something", 6)]
    [InlineData(true, "ooo?oo", "an off-delay is held just so")]
    [InlineData(true, "oo???????", "Bad data never clear", -1)]
    [InlineData(true, "oo?xoooooo", "a value beyond breaks an off-delay", 9)]
    public void A_sample_that_says_nothing_neither_breaks_a_delay_nor_ends_it(bool isActive, string seconds, string why, int endsAt = 5)
    {
        var condition = new DelayedCondition(onDelay: 5, offDelay: 5, isActive);
        int ended = -1;
        for (int now = 0; now <= Math.Max(seconds.Length - 1, endsAt) && ended < 0; now++)
        {
            if (condition.Elapse(now - 1)) ended = now - 1;
            else if (Sees(ref condition, now < seconds.Length ? seconds[now] : '-', now)) ended = now;
        }
        Assert.True(endsAt == ended, $"{why}: ended at {ended}, not at {endsAt}");
    }

    private static bool Sees(ref DelayedCondition condition, char what, int now)
    {
        switch (what)
        {
            case '-':
                return condition.Elapse(now);
            case '!':
                condition.Break();
                return false;
            default:
                return condition.Observe(EvidenceOf(what), now);
        }
    }

    private static Evidence EvidenceOf(char what) => what switch
    {
        'x' => Evidence.Present,
        'o' => Evidence.Absent,
        'd' => Evidence.Neither,
        _ => Evidence.Unknown,
    };

    [Fact]
    public void Nothing_is_due_when_nothing_is_pending()
    {
        var condition = new DelayedCondition(0, 0, isActive: false);

        Assert.False(condition.Elapse(long.MaxValue));
        Assert.False(condition.IsActive);
    }
}
