using Gateway.Core.Alarms;
using Gateway.Core.Documents;
using Gateway.Core.Readings;

namespace Gateway.Core.Tests.Alarms;

public sealed class MismatchAlarmTests
{
    private static EngineUnderTest With(AlarmKind kind) => new(new AlarmSite().Device("outlet", 2).OnDevice(kind, 0).Build());

    private static void Judge(EngineUnderTest engine, DeviceFindings? findings)
    {
        using var scan = new Scan(0, 1, engine.Clock.GetTimestamp()) { Findings = findings };
        scan.Add(Reading.OfNumber(0, engine.NowMs, 1));
        engine.Engine.Judge(scan, engine.Changes);
    }

    [Theory]
    [InlineData(AlarmKind.ProfileMismatch, "profile-mismatch")]
    [InlineData(AlarmKind.FirmwareMismatch, "firmware-mismatch")]
    public void A_mismatch_is_in_alarm_with_what_was_expected_and_found_until_a_check_passes(AlarmKind kind, string word)
    {
        Wording told = "expected 7, found 8";
        var wrong = kind == AlarmKind.ProfileMismatch ? new DeviceFindings(told, null) : new DeviceFindings(null, told);
        var engine = With(kind);
        Judge(engine, null);
        Assert.Empty(engine.Changes);
        Judge(engine, wrong);
        Assert.Equal(("B", "expected 7, found 8", $"outlet/{word}"), (engine.Letters, engine.Last.Note, engine.Last.AlarmId));
        Judge(engine, null);
        Judge(engine, wrong);
        Assert.Equal("B", engine.Letters);
        Judge(engine, new DeviceFindings(null, null));
        Assert.Equal("BD", engine.Letters);
    }

    [Theory]
    [InlineData(AlarmKind.ProfileMismatch)]
    [InlineData(AlarmKind.FirmwareMismatch)]
    public void After_a_restart_the_alarm_stands_until_the_device_was_checked(AlarmKind kind)
    {
        var wrong = new DeviceFindings("a", "b");
        var before = With(kind);
        Judge(before, wrong);
        var after = new EngineUnderTest(new AlarmSite().Device("outlet", 2).OnDevice(kind, 0).Build(), [.. before.Engine.Records]);
        Judge(after, null);
        Assert.Empty(after.Changes);
        Assert.Equal(kind == AlarmKind.ProfileMismatch ? "a" : "b", after.Engine.Records[0].Note?.English);
        Judge(after, new DeviceFindings(null, null));
        Assert.Equal("D", after.Letters);
        Assert.Equal((AlarmState.ReturnedUnacknowledged, true), (after.Engine.Records[0].State, after.Engine.Records[0].Note is not null));
    }
}
