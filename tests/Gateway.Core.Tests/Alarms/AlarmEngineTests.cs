using Gateway.Core.Alarms;
using Gateway.Core.Readings;

namespace Gateway.Core.Tests.Alarms;

public sealed class AlarmEngineTests
{
    private const string High = "outlet/p0/high";

    private static AlarmSite Outlet => new AlarmSite().Device("outlet", 2);

    [Fact]
    public void A_value_beyond_the_limit_raises_after_the_on_delay_and_says_since_when()
    {
        var engine = new EngineUnderTest(Outlet.Limit(AlarmKind.High, 0, 0.8, onDelay: 10).Build());
        long began = engine.NowMs;

        engine.Value(0, 0.9);
        engine.After(9);
        engine.Value(0, 1.0);
        Assert.Empty(engine.Changes);
        engine.After(1.5);
        engine.Value(0, 1.1);

        Assert.Equal("B", engine.Letters);
        Assert.Equal(AlarmState.Normal, engine.Last.From);
        Assert.Equal(began, engine.Last.OnSinceMs);
        Assert.InRange(engine.Last.TimeMs, began + 9_999, began + 10_001);
        Assert.Equal(1.0, engine.Last.Value);
        Assert.Equal(engine.Changes[^1].State, engine.Engine.Records[0]);
    }

    [Fact]
    public void A_delay_ends_between_two_samples_at_a_tick()
    {
        var engine = new EngineUnderTest(Outlet.Limit(AlarmKind.High, 0, 0.8, onDelay: 10, offDelay: 5).Build());

        engine.Value(0, 0.9);
        engine.After(9.9);
        engine.Tick();
        Assert.Empty(engine.Changes);
        engine.After(0.2);
        engine.Tick();
        Assert.Equal("B", engine.Letters);
        engine.Value(0, 0.1);
        engine.After(6);
        engine.Tick();

        Assert.Equal("BD", engine.Letters);
    }

    [Fact]
    public void A_delay_does_not_end_on_a_reading_that_has_become_stale()
    {
        var engine = new EngineUnderTest(Outlet.Limit(AlarmKind.High, 0, 0.8, onDelay: 60).Build());

        engine.Value(0, 0.9);
        engine.After(120);
        engine.Tick();
        engine.Value(0, 0.9);
        engine.After(29);
        engine.Value(0, 0.9);
        engine.After(29);
        engine.Value(0, 0.9);
        Assert.Empty(engine.Changes);
        engine.After(3);
        engine.Tick();

        Assert.Equal("B", engine.Letters);
    }

    [Fact]
    public void Bad_quality_neither_raises_nor_clears()
    {
        var engine = new EngineUnderTest(Outlet.Limit(AlarmKind.High, 0, 0.8).Build());

        engine.Value(0, 5, Quality.Bad(QualityReason.SensorFault));
        Assert.Empty(engine.Changes);
        engine.Value(0, 5, Quality.Uncertain(QualityReason.Calibrating));
        Assert.Equal("B", engine.Letters);
        engine.Value(0, 0, Quality.Bad(QualityReason.OutOfRange));
        engine.Bad(0, QualityReason.Timeout);
        engine.Tick();

        Assert.Equal("B", engine.Letters);
    }

    [Fact]
    public void A_line_that_loses_a_sample_now_and_then_does_not_keep_a_delay_from_ending()
    {
        var engine = new EngineUnderTest(Outlet.Limit(AlarmKind.High, 0, 0.8, onDelay: 60, offDelay: 60).Build());
        long began = engine.NowMs;

        for (int second = 0; second < 61; second++, engine.After(1)) Sample(engine, 0.9, isLost: second % 20 == 19);
        Assert.Equal("B", engine.Letters);
        Assert.Equal((began, began + 60_000), (engine.Last.OnSinceMs, engine.Last.TimeMs));
        for (int second = 0; second < 61; second++, engine.After(1)) Sample(engine, 0.1, isLost: second % 20 == 19);
        Assert.Equal("BD", engine.Letters);

        static void Sample(EngineUnderTest engine, double value, bool isLost)
        {
            if (isLost) engine.Bad(0, QualityReason.Timeout);
            else engine.Value(0, value);
            engine.Tick();
        }
    }

    [Theory]
    [InlineData(QualityReason.Timeout)]
    [InlineData(QualityReason.SensorFault)]
    [InlineData(QualityReason.Exception)]
    public void A_bad_reading_holds_a_delay_and_the_first_good_one_decides(QualityReason reason)
    {
        var engine = new EngineUnderTest(Outlet.Limit(AlarmKind.High, 0, 0.8, onDelay: 10).Build());
        long began = engine.NowMs;

        engine.Value(0, 0.9);
        engine.After(9);
        engine.Bad(0, reason);
        engine.After(9);
        engine.Tick();
        Assert.Empty(engine.Changes);
        engine.Value(0, 0.95);

        Assert.Equal("B", engine.Letters);
        Assert.Equal((began, engine.NowMs, 0.95), (engine.Last.OnSinceMs, engine.Last.TimeMs, engine.Last.Value));
    }

    [Fact]
    public void Bad_readings_hold_a_delay_no_longer_than_the_last_good_one_stands_for_the_present()
    {
        var engine = new EngineUnderTest(Outlet.Limit(AlarmKind.High, 0, 0.8, onDelay: 10).Build());

        engine.Value(0, 0.9);
        for (int second = 0; second < 31; second++)
        {
            engine.After(1);
            engine.Bad(0, QualityReason.Timeout);
        }
        engine.After(0.5);
        long began = engine.NowMs;
        engine.Value(0, 0.9);
        engine.After(9);
        engine.Tick();
        Assert.Empty(engine.Changes);
        engine.After(2);
        engine.Tick();

        Assert.Equal("B", engine.Letters);
        Assert.Equal(began, engine.Last.OnSinceMs);
    }

    [Fact]
    public void Stepping_the_wall_clock_changes_no_delay()
    {
        var engine = new EngineUnderTest(Outlet.Limit(AlarmKind.High, 0, 0.8, onDelay: 10, offDelay: 10).Build());

        engine.Value(0, 0.9);
        engine.Clock.StepWallClock(TimeSpan.FromDays(400));
        engine.After(9);
        engine.Value(0, 0.9);
        engine.Tick();
        Assert.Empty(engine.Changes);
        engine.Clock.StepWallClock(TimeSpan.FromDays(-800));
        engine.After(2);
        engine.Tick();
        Assert.Equal("B", engine.Letters);
        engine.Value(0, 0.1);
        engine.Clock.StepWallClock(TimeSpan.FromDays(800));
        engine.Tick();
        Assert.Equal("B", engine.Letters);
        engine.Clock.StepWallClock(TimeSpan.FromDays(-100));
        engine.After(11);
        engine.Tick();

        Assert.Equal("BD", engine.Letters);
    }

    [Fact]
    public void Each_going_into_alarm_is_a_new_occurrence_and_what_follows_belongs_to_it()
    {
        var engine = new EngineUnderTest(Outlet.Limit(AlarmKind.High, 0, 0.8).Build());

        engine.Value(0, 0.9);
        engine.Value(0, 0.1);
        engine.Value(0, 0.9);
        Assert.Equal(AcknowledgeResult.Done, engine.Acknowledge(High));
        engine.Value(0, 0.1);

        Assert.Equal("BDBCA", engine.Letters);
        string[] occurrences = [.. engine.Changes.Select(change => change.Transition.Occurrence)];
        Assert.Equal(occurrences[0], occurrences[1]);
        Assert.NotEqual(occurrences[1], occurrences[2]);
        Assert.Equal(occurrences[2], occurrences[3]);
        Assert.Equal(occurrences[2], occurrences[4]);
    }

    [Fact]
    public void An_acknowledgement_names_who_and_what_it_saw()
    {
        var engine = new EngineUnderTest(Outlet.Limit(AlarmKind.High, 0, 0.8).Build());
        engine.Value(0, 0.9);
        engine.After(60);

        Assert.Equal(AcknowledgeResult.Done, engine.Acknowledge(High));

        Assert.Equal(("li.wei", "seen", null, engine.NowMs), (engine.Last.Actor, engine.Last.Note, engine.Last.Value, engine.Last.TimeMs));
        Assert.Equal(0.9, engine.Engine.Records[0].Value);
        Assert.Equal(engine.Changes[0].Transition.OnSinceMs, engine.Last.OnSinceMs);
    }

    [Fact]
    public void Acknowledging_a_stale_occurrence_is_refused()
    {
        var engine = new EngineUnderTest(Outlet.Limit(AlarmKind.High, 0, 0.8).Build());
        Assert.Equal(AcknowledgeResult.NothingToAcknowledge, engine.Acknowledge(High, "01KAN9VFWG00"));
        Assert.Equal(AcknowledgeResult.UnknownAlarm, engine.Acknowledge("outlet/p0/low", "01KAN9VFWG00"));
        engine.Value(0, 0.9);
        string seen = engine.Last.Occurrence;
        engine.Value(0, 0.1);
        engine.Value(0, 0.9);

        Assert.Equal(AcknowledgeResult.StaleOccurrence, engine.Acknowledge(High, seen));
        Assert.Equal("BDB", engine.Letters);
        Assert.Equal(AcknowledgeResult.Done, engine.Acknowledge(High, engine.Last.Occurrence));
        Assert.Equal(AcknowledgeResult.NothingToAcknowledge, engine.Acknowledge(High, engine.Last.Occurrence));
    }

    [Fact]
    public void A_press_never_acknowledges_what_appears_in_the_same_instant()
    {
        var engine = new EngineUnderTest(Outlet.Limit(AlarmKind.High, 0, 0.8).Build());
        engine.Value(0, 0.9);
        engine.Value(0, 0.1);

        Assert.Equal(AcknowledgeResult.Done, engine.Acknowledge(High));
        engine.Value(0, 0.9);

        Assert.Equal("BDAB", engine.Letters);
    }

    [Fact]
    public void A_restart_in_the_middle_of_an_alarm_keeps_its_state_and_occurrence()
    {
        var site = Outlet.Limit(AlarmKind.High, 0, 0.8).OnDevice(AlarmKind.CommFailure, 0).Build();
        var before = new EngineUnderTest(site);
        before.Value(0, 0.9);
        before.Acknowledge(High);

        var after = new EngineUnderTest(site, [.. before.Engine.Records]);
        Assert.Equal(before.Engine.Records, after.Engine.Records);
        after.Bad(0, QualityReason.SensorFault);
        after.Value(0, 0.95);
        Assert.Empty(after.Changes);
        after.Value(0, 0.1);

        Assert.Equal("A", after.Letters);
        Assert.Equal(before.Last.Occurrence, after.Last.Occurrence);
        Assert.Equal(before.Changes[0].Transition.OnSinceMs, after.Last.OnSinceMs);
    }

    [Fact]
    public void An_occurrence_after_a_restart_is_newer_than_all_before_even_if_the_wall_clock_went_back()
    {
        var site = Outlet.Limit(AlarmKind.High, 0, 0.8).Build();
        var before = new EngineUnderTest(site);
        before.Value(0, 0.9);
        before.Value(0, 0.1);
        var after = new EngineUnderTest(site, [.. before.Engine.Records]);
        after.Clock.StepWallClock(TimeSpan.FromDays(-3000));

        after.Value(0, 0.9);

        Assert.Equal("B", after.Letters);
        Assert.True(string.CompareOrdinal(after.Last.Occurrence, before.Last.Occurrence) > 0);
    }

    [Theory]
    [InlineData(AlarmState.Unacknowledged, 1)]
    [InlineData(AlarmState.Acknowledged, 1)]
    [InlineData(AlarmState.ReturnedUnacknowledged, 1)]
    [InlineData(AlarmState.Normal, 0)]
    public void An_alarm_that_is_gone_from_the_configuration_returns_to_normal_with_a_note(AlarmState state, int transitions)
    {
        var engine = new EngineUnderTest(Outlet.Build(), new AlarmRecord("old/p/high", state, "01KAN9VFWG00", 1000, 900, 3));

        engine.Engine.RetireRemoved(5000, engine.Changes);

        Assert.Equal(transitions, engine.Changes.Count);
        Assert.All(engine.Changes, change =>
        {
            var transition = change.Transition;
            Assert.Equal((state, AlarmState.Normal, "01KAN9VFWG00", 5000L), (transition.From, transition.To, transition.Occurrence, transition.TimeMs));
            Assert.Equal("removed from the configuration", transition.Note);
            Assert.Equal(new AlarmRecord("old/p/high", AlarmState.Normal, "01KAN9VFWG00", 5000, 0, 3), change.State);
        });
        Assert.DoesNotContain(engine.Engine.Records, record => record.AlarmId == "old/p/high");
    }

    [Fact]
    public void Judging_without_a_change_allocates_nothing()
    {
        var site = Outlet.Limit(AlarmKind.High, 0, 0.8, onDelay: 10)
            .OnDevice(AlarmKind.CommFailure, 0).OnDevice(AlarmKind.BadQuality, 0).OnDevice(AlarmKind.Stale, 0);
        var engine = new EngineUnderTest(site.Build()).Engine;
        List<AlarmChange> changes = [];
        using var scan = new Scan(0, 2, 1000);
        scan.Add(Reading.OfNumber(0, 1000, 0.9));
        scan.Add(Reading.OfNumber(1, 1000, 0.1));
        engine.Judge(scan, changes);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) engine.Judge(scan, changes);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(changes);
    }
}
