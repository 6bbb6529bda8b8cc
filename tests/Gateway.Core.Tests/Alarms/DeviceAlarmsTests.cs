using Gateway.Core.Alarms;
using Gateway.Core.Documents;
using Gateway.Core.Readings;

namespace Gateway.Core.Tests.Alarms;

public sealed class DeviceAlarmsTests
{
    private static Reading Good(EngineUnderTest engine, int point) => Reading.OfNumber(point, engine.NowMs, 1);

    private static Reading Bad(EngineUnderTest engine, int point, QualityReason reason) => Reading.Missing(point, engine.NowMs, Quality.Bad(reason));

    private static EngineUnderTest With(AlarmKind kind, double onDelay) =>
        new(new AlarmSite().Device("outlet", 2).Device("inlet", 1).OnDevice(kind, 0, onDelay).Build());

    [Theory]
    [InlineData(QualityReason.Timeout, "timeout")]
    [InlineData(QualityReason.CheckSum, "check-sum")]
    [InlineData(QualityReason.CommFailure, "comm-failure")]
    [InlineData(QualityReason.Mismatch, "mismatch")]
    public void A_device_that_does_not_answer_for_the_on_delay_is_in_alarm_until_one_good_answer(QualityReason reason, string note)
    {
        var engine = With(AlarmKind.CommFailure, onDelay: 10);

        engine.Judge(Bad(engine, 0, reason), Bad(engine, 1, reason));
        engine.After(9);
        engine.Judge(Bad(engine, 0, reason), Bad(engine, 1, reason));
        Assert.Empty(engine.Changes);
        engine.After(2);
        engine.Tick();
        Assert.Equal("B", engine.Letters);
        Assert.Equal((note, (double?)null, "outlet/comm-failure"), (engine.Last.Note, engine.Last.Value, engine.Last.AlarmId));
        engine.Judge(Good(engine, 0), Bad(engine, 1, reason));

        Assert.Equal("BD", engine.Letters);
        Assert.Null(engine.Last.Note);
    }

    [Theory]
    [InlineData(AlarmKind.CommFailure)]
    [InlineData(AlarmKind.Stale)]
    [InlineData(AlarmKind.BadQuality)]
    public void Maintenance_raises_no_device_alarm_however_long_it_takes(AlarmKind kind)
    {
        var engine = With(kind, onDelay: 10);
        engine.Judge(Good(engine, 0), Good(engine, 1));
        for (int i = 0; i < 20; i++)
        {
            engine.After(5);
            engine.Judge(Bad(engine, 0, QualityReason.Maintenance), Bad(engine, 1, QualityReason.Maintenance));
            engine.Tick();
        }
        Assert.Empty(engine.Changes);
    }

    [Fact]
    public void Maintenance_breaks_a_running_delay_and_clears_no_alarm_that_stands()
    {
        var engine = With(AlarmKind.CommFailure, onDelay: 10);
        engine.Judge(Bad(engine, 0, QualityReason.Timeout), Bad(engine, 1, QualityReason.Timeout));
        engine.After(9);
        engine.Judge(Bad(engine, 0, QualityReason.Maintenance), Bad(engine, 1, QualityReason.Maintenance));
        engine.After(9);
        engine.Tick();
        Assert.Empty(engine.Changes);
        engine.Judge(Bad(engine, 0, QualityReason.Timeout), Bad(engine, 1, QualityReason.Timeout));
        engine.After(11);
        engine.Tick();
        Assert.Equal("B", engine.Letters);
        engine.Judge(Bad(engine, 0, QualityReason.Maintenance), Bad(engine, 1, QualityReason.Maintenance));
        engine.After(60);
        engine.Tick();
        Assert.Equal("B", engine.Letters);
    }

    [Theory]
    [InlineData(AlarmKind.BadQuality, QualityReason.SensorFault)]
    [InlineData(AlarmKind.Stale, QualityReason.Stale)]
    public void After_a_restart_the_sound_reading_of_one_point_says_nothing_about_the_fault_of_another(AlarmKind kind, QualityReason reason)
    {
        var site = new AlarmSite().Device("outlet", 2).OnDevice(kind, 0).Build();
        var before = new EngineUnderTest(site);
        before.Judge(Good(before, 0));
        before.Bad(1, reason);
        Assert.Equal("B", before.Letters);

        var after = new EngineUnderTest(site, [.. before.Engine.Records]);
        after.Judge(Good(after, 0));
        Assert.Empty(after.Changes);
        after.Bad(1, reason);
        Assert.Empty(after.Changes);
        after.Judge(Good(after, 1));

        Assert.Equal("D", after.Letters);
        Assert.Equal(before.Last.Occurrence, after.Last.Occurrence);
    }

    [Fact]
    public void An_exception_code_is_an_answer()
    {
        var engine = With(AlarmKind.CommFailure, onDelay: 0);

        engine.Judge(Bad(engine, 0, QualityReason.Exception), Bad(engine, 1, QualityReason.Timeout));

        Assert.Empty(engine.Changes);
    }

    [Fact]
    public void A_silent_device_stays_in_alarm_through_rows_that_say_nothing()
    {
        var engine = With(AlarmKind.CommFailure, onDelay: 10);

        engine.Bad(0, QualityReason.Timeout);
        engine.After(5);
        engine.Bad(0, QualityReason.Stale);
        engine.After(6);
        engine.Tick();
        engine.Bad(1, QualityReason.Startup);

        Assert.Equal("B", engine.Letters);
    }

    [Theory]
    [InlineData(QualityReason.SensorFault, "outlet/p1: sensor-fault")]
    [InlineData(QualityReason.OutOfRange, "outlet/p1: out-of-range")]
    [InlineData(QualityReason.Exception, "outlet/p1: exception")]
    [InlineData(QualityReason.WrongDevice, "outlet/p1: wrong-device")]
    [InlineData(QualityReason.Unexplained, "outlet/p1: unexplained")]
    public void A_point_that_reads_Bad_though_the_device_answers_is_named(QualityReason reason, string note)
    {
        var engine = With(AlarmKind.BadQuality, onDelay: 10);

        engine.Judge(Good(engine, 0), Bad(engine, 1, reason));
        engine.After(11);
        engine.Judge(Good(engine, 0));

        Assert.Equal("B", engine.Letters);
        Assert.Equal(note, engine.Last.Note);
        engine.Judge(Good(engine, 1));
        Assert.Equal("BD", engine.Letters);
    }

    [Theory]
    [InlineData("holding 600 reads 41 and not 42", AlarmKind.ProfileMismatch)]
    [InlineData(null, AlarmKind.BadQuality)]
    public void A_wrong_device_raises_one_alarm_and_not_a_second_one_for_its_bad_points(string? mismatch, AlarmKind expected)
    {
        var site = new AlarmSite().Device("outlet", 2).Device("inlet", 1).OnDevice(AlarmKind.BadQuality, 0, 120).OnDevice(AlarmKind.ProfileMismatch, 0, 0).Build();
        var engine = new EngineUnderTest(site);
        var findings = new DeviceFindings(mismatch is null ? default(Wording?) : mismatch, null);

        engine.Judge(findings, Bad(engine, 0, QualityReason.WrongDevice), Bad(engine, 1, QualityReason.WrongDevice));
        engine.After(121);
        engine.Judge(findings, Bad(engine, 0, QualityReason.WrongDevice), Bad(engine, 1, QualityReason.WrongDevice));

        Assert.Equal([expected], engine.Changes.Select(change => site.Alarms.Single(alarm => alarm.Id == change.Transition.AlarmId).Kind));
    }

    [Fact]
    public void Another_fault_of_a_wrong_device_is_still_told()
    {
        var site = new AlarmSite().Device("outlet", 2).OnDevice(AlarmKind.BadQuality, 0, 120).OnDevice(AlarmKind.ProfileMismatch, 0, 0).Build();
        var engine = new EngineUnderTest(site);
        var right = new DeviceFindings(null, null);

        engine.Judge(right, Bad(engine, 0, QualityReason.SensorFault), Good(engine, 1));
        engine.After(121);
        engine.Judge(right, Bad(engine, 0, QualityReason.SensorFault), Good(engine, 1));

        Assert.Equal("outlet/p0: sensor-fault", engine.Last.Note);
    }

    [Fact]
    public void Several_bad_points_are_one_occurrence()
    {
        var engine = With(AlarmKind.BadQuality, onDelay: 0);

        engine.Judge(Bad(engine, 0, QualityReason.SensorFault), Bad(engine, 1, QualityReason.Stuck));
        engine.Judge(Good(engine, 0));
        Assert.Equal("B", engine.Letters);
        Assert.Equal("outlet/p0: sensor-fault and 1 more", engine.Last.Note);
        engine.Judge(Good(engine, 1));

        Assert.Equal("BD", engine.Letters);
    }

    [Theory]
    [InlineData(QualityReason.Timeout)]
    [InlineData(QualityReason.Stale)]
    [InlineData(QualityReason.Disabled)]
    [InlineData(QualityReason.Startup)]
    public void Silence_and_what_is_not_wanted_are_no_bad_quality(QualityReason reason)
    {
        var engine = With(AlarmKind.BadQuality, onDelay: 0);

        engine.Judge(Bad(engine, 0, reason), Bad(engine, 1, reason));
        engine.Tick();

        Assert.Empty(engine.Changes);
    }

    [Fact]
    public void A_bad_quality_is_not_raised_on_the_memory_of_a_device_that_has_fallen_silent()
    {
        var engine = With(AlarmKind.BadQuality, onDelay: 10);

        engine.Judge(Good(engine, 0), Bad(engine, 1, QualityReason.SensorFault));
        engine.After(5);
        engine.Judge(Bad(engine, 0, QualityReason.Timeout), Bad(engine, 1, QualityReason.Timeout));
        engine.After(60);
        engine.Tick();

        Assert.Empty(engine.Changes);
    }

    [Fact]
    public void A_bad_quality_is_raised_although_the_line_loses_an_answer_now_and_then()
    {
        var engine = With(AlarmKind.BadQuality, onDelay: 10);

        engine.Judge(Good(engine, 0), Bad(engine, 1, QualityReason.SensorFault));
        engine.After(8);
        engine.Judge(Bad(engine, 0, QualityReason.Timeout), Bad(engine, 1, QualityReason.Timeout));
        engine.After(3);
        engine.Tick();
        Assert.Empty(engine.Changes);
        engine.Judge(Good(engine, 0), Bad(engine, 1, QualityReason.SensorFault));

        Assert.Equal("B", engine.Letters);
    }

    [Fact]
    public void A_long_silence_starts_the_delay_of_a_bad_quality_anew()
    {
        var engine = With(AlarmKind.BadQuality, onDelay: 10);

        engine.Judge(Good(engine, 0), Bad(engine, 1, QualityReason.SensorFault));
        for (int lost = 0; lost < 8; lost++)
        {
            engine.After(5);
            engine.Judge(Bad(engine, 0, QualityReason.Timeout), Bad(engine, 1, QualityReason.Timeout));
        }
        engine.Judge(Good(engine, 0), Bad(engine, 1, QualityReason.SensorFault));

        Assert.Empty(engine.Changes);
    }

    [Fact]
    public void A_stale_point_is_named_and_any_new_reading_ends_it()
    {
        var engine = With(AlarmKind.Stale, onDelay: 0);

        engine.Bad(1, QualityReason.Stale);
        Assert.Equal("B", engine.Letters);
        Assert.Equal("outlet/p1: stale", engine.Last.Note);
        engine.Value(0, 1);
        Assert.Equal("B", engine.Letters);
        engine.Bad(1, QualityReason.Timeout);

        Assert.Equal("BD", engine.Letters);
    }

    [Fact]
    public void One_devices_trouble_is_not_anothers()
    {
        var engine = With(AlarmKind.CommFailure, onDelay: 0);

        engine.Bad(2, QualityReason.Timeout);

        Assert.Empty(engine.Changes);
    }
}
