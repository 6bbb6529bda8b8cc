using Gateway.Core.Alarms;
using Gateway.Core.Site;

namespace Gateway.Core.Tests.Alarms;

/// <summary>ANSI/ISA-18.2-2016, state E: an alarm that a person has taken out of sight for a while.</summary>
public class ShelvingTests
{
    private const string High = "outlet/p0/high";

    private readonly EngineUnderTest _engine = new(Outlet);

    private static SiteModel Outlet => new AlarmSite().Device("outlet", 1).Limit(AlarmKind.High, 0, 0.8).Build();

    [Fact]
    public void A_shelved_alarm_goes_on_being_judged_beneath_and_every_change_says_so()
    {
        _engine.Value(0, 0.9);
        Assert.Equal(ShelveResult.Done, _engine.Shelve(High, hours: 2));
        Assert.Equal(
            (AlarmState.Unacknowledged, AlarmState.Shelved, AlarmState.Unacknowledged, _engine.NowMs + 7_200_000, "li.wei", "probe is cleaned"),
            (_engine.Last.From, _engine.Last.To, _engine.Last.Base, _engine.Last.UntilMs, _engine.Last.Actor, _engine.Last.Note));
        string? occurrence = _engine.Last.Occurrence;

        _engine.Value(0, 0.1);
        Assert.Equal((AlarmState.Shelved, AlarmState.Shelved, AlarmState.ReturnedUnacknowledged), (_engine.Last.From, _engine.Last.To, _engine.Last.Base));
        _engine.Value(0, 0.9);
        Assert.Equal((AlarmState.Shelved, AlarmState.Unacknowledged), (_engine.Last.To, _engine.Last.Base));
        Assert.NotEqual(occurrence, _engine.Last.Occurrence);
        Assert.Equal(AcknowledgeResult.Done, _engine.Acknowledge(High));
        Assert.Equal((AlarmState.Shelved, AlarmState.Acknowledged), (_engine.Last.To, _engine.Last.Base));
        Assert.Equal((AlarmState.Acknowledged, AlarmState.Shelved), (_engine.Record.State, _engine.Record.Shown));
    }

    [Theory]
    [InlineData("", AlarmState.Normal)]
    [InlineData("raise", AlarmState.Unacknowledged)]
    [InlineData("raise ack", AlarmState.Unacknowledged)]
    [InlineData("raise clear", AlarmState.ReturnedUnacknowledged)]
    public void What_comes_back_is_normal_as_it_was_and_what_is_active_has_to_be_looked_at_anew(string before, AlarmState after)
    {
        foreach (string step in before.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == "ack") _engine.Acknowledge(High);
            else _engine.Value(0, step == "raise" ? 0.9 : 0.1);
        }
        string? occurrence = _engine.Record.Occurrence;
        _engine.Shelve(High, hours: 1);
        Assert.Equal(ShelveResult.Done, _engine.Unshelve(High));

        Assert.Equal((AlarmState.Shelved, after, null, null), (_engine.Last.From, _engine.Last.To, _engine.Last.Base, _engine.Last.UntilMs));
        Assert.Equal((after, null), (_engine.Record.Shown, _engine.Record.Shelving));
        // What was seen before is still the one in hand.
        if (occurrence is not null) Assert.Equal(occurrence, _engine.Record.Occurrence);
        Assert.Equal(ShelveResult.NotShelved, _engine.Unshelve(High));
    }

    [Fact]
    public void It_comes_back_by_itself_after_its_time_whatever_the_wall_clock_does()
    {
        _engine.Value(0, 0.9);
        _engine.Shelve(High, hours: 1);
        _engine.Clock.StepWallClock(TimeSpan.FromDays(1));
        _engine.After(3_599);
        _engine.Tick();
        Assert.Equal(AlarmState.Shelved, _engine.Record.Shown);
        _engine.After(1.5);
        _engine.Tick();

        Assert.Equal((AlarmState.Shelved, AlarmState.Unacknowledged, null), (_engine.Last.From, _engine.Last.To, _engine.Last.Actor));
        // Stamped with the instant at which the time was over, not with the tick that found it out.
        Assert.InRange(_engine.Last.TimeMs, _engine.NowMs - 501, _engine.NowMs - 499);
    }

    [Fact]
    public void A_second_shelving_takes_the_place_of_the_first_and_counts_from_now()
    {
        _engine.Shelve(High, hours: 1);
        _engine.After(1_800);
        _engine.Shelve(High, hours: 1);
        _engine.After(1_801);
        _engine.Tick();
        Assert.Equal((AlarmState.Shelved, 2), (_engine.Record.Shown, _engine.Changes.Count));
        _engine.After(1_800);
        _engine.Tick();
        Assert.Equal(AlarmState.Normal, _engine.Record.Shown);
    }

    [Fact]
    public void One_shot_shelving_ends_when_the_condition_goes()
    {
        _engine.Value(0, 0.9);
        _engine.Acknowledge(High);
        _engine.Shelve(High, hours: 8, isOneShot: true);
        _engine.Value(0, 0.1);
        Assert.Equal((AlarmState.Shelved, AlarmState.Normal, null), (_engine.Last.From, _engine.Last.To, _engine.Last.Base));
        Assert.Null(_engine.Record.Shelving);
    }

    [Theory]
    [InlineData(2, 8, ShelveResult.Done)]
    [InlineData(2, 8.01, ShelveResult.TimeNotAllowed)]
    [InlineData(1, 1, ShelveResult.Done)]
    [InlineData(1, 1.01, ShelveResult.TimeNotAllowed)]
    [InlineData(2, 0, ShelveResult.TimeNotAllowed)]
    [InlineData(2, -1, ShelveResult.TimeNotAllowed)]
    public void The_time_is_bounded_by_the_priority(int priority, double hours, ShelveResult expected) =>
        Assert.Equal(expected, ShelveRules.Judge(new ShelveOrder(High, TimeSpan.FromHours(hours), "li.wei", "because"), priority));

    [Fact]
    public void Nobody_shelves_without_a_reason_or_what_there_is_not()
    {
        Assert.Equal(ShelveResult.NoReason, _engine.Shelve(High, hours: 1, note: " "));
        Assert.Equal(ShelveResult.UnknownAlarm, _engine.Shelve("outlet/p9/high", hours: 1));
        Assert.Equal(ShelveResult.UnknownAlarm, _engine.Unshelve("outlet/p9/high"));
        Assert.Empty(_engine.Changes);
    }

    [Theory]
    [InlineData(0, 3_601)]
    [InlineData(1_800, 1_801)]
    [InlineData(86_400, 1)]
    [InlineData(-86_400, 3_601)]
    public void A_restart_keeps_what_is_left_of_it_and_a_clock_that_was_set_back_prolongs_nothing(int wallSeconds, int leftSeconds)
    {
        _engine.Value(0, 0.9);
        _engine.Shelve(High, hours: 1);
        var after = new EngineUnderTest(Outlet, [.. _engine.Engine.Records]);
        after.Clock.StepWallClock(TimeSpan.FromSeconds(wallSeconds));
        Assert.Equal(AlarmState.Shelved, after.Record.Shown);
        after.Tick();
        after.After(leftSeconds - 2);
        after.Tick();
        if (leftSeconds > 2) Assert.Equal(AlarmState.Shelved, after.Record.Shown);
        after.After(2);
        after.Tick();
        Assert.Equal(AlarmState.Unacknowledged, after.Record.Shown);
    }

    [Fact]
    public void A_shelved_alarm_that_is_gone_from_the_configuration_returns_to_normal()
    {
        _engine.Shelve(High, hours: 1);
        var after = new EngineUnderTest(new AlarmSite().Device("outlet", 1).Build(), [.. _engine.Engine.Records]);
        after.Engine.RetireRemoved(5000, after.Changes);
        Assert.Equal((AlarmState.Shelved, AlarmState.Normal, null), (after.Last.From, after.Last.To, after.Changes[0].State.Shelving));
    }
}
