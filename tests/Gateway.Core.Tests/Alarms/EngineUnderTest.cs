using Gateway.Core.Alarms;
using Gateway.Core.Readings;
using Gateway.Core.Site;
using Gateway.Testing;

namespace Gateway.Core.Tests.Alarms;

/// <summary>An alarm engine with a test clock, fed one sample at a time.</summary>
internal sealed class EngineUnderTest(SiteModel site, params AlarmRecord[] restored)
{
    public TestClock Clock { get; } = new();

    public AlarmEngine Engine => field ??= new AlarmEngine(site, restored, Clock);

    public List<AlarmChange> Changes { get; } = [];

    /// <summary>The states entered so far, as letters.</summary>
    public string Letters => string.Concat(Changes.Select(change => "ABCD"[(int)change.Transition.To]));

    public AlarmTransition Last => Changes[^1].Transition;

    public long NowMs => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public void After(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public void Tick() => Engine.Tick(Clock.GetTimestamp(), NowMs, Changes);

    public void Lose(string what) => Engine.NoteLoss(what, Clock.GetTimestamp(), NowMs, Changes);

    public void Value(int point, double value, Quality quality = default) => Judge(Reading.OfNumber(point, NowMs, value, quality));

    public void Bad(int point, QualityReason reason) => Judge(Reading.Missing(point, NowMs, Quality.Bad(reason)));

    public void Judge(params Reading[] readings) => Judge(null, readings);

    /// <param name="findings">Of a comparison of the device with its profile that was made before.</param>
    public void Judge(DeviceFindings? findings, params Reading[] readings)
    {
        using var scan = new Scan(site.Points[readings[0].Point].Device, readings.Length, Clock.GetTimestamp()) { Findings = findings };
        foreach (var reading in readings) scan.Add(reading);
        Engine.Judge(scan, Changes);
    }

    /// <summary>The first alarm as it is now.</summary>
    public AlarmRecord Record => Engine.Records[0];

    public ShelveResult Shelve(string alarm, double hours, bool isOneShot = false, string note = "probe is cleaned") =>
        Engine.Shelve(new ShelveOrder(alarm, TimeSpan.FromHours(hours), "li.wei", note, isOneShot), Clock.GetTimestamp(), NowMs, Changes);

    public ShelveResult Unshelve(string alarm) => Engine.Unshelve(new UnshelveOrder(alarm, "li.wei"), Clock.GetTimestamp(), NowMs, Changes);

    public AcknowledgeResult Acknowledge(string alarm, string? occurrence = null) => Engine.Acknowledge(
        new Acknowledgement(alarm, occurrence ?? Engine.Records.First(record => record.AlarmId == alarm).Occurrence ?? "", "li.wei", "seen"),
        Clock.GetTimestamp(), NowMs, Changes);
}
