using FsCheck;
using FsCheck.Fluent;
using Gateway.Core.Alarms;
using Gateway.Core.Readings;

namespace Gateway.Core.Tests.Alarms;

public sealed class AlarmEnginePropertyTests
{
    private const int Seconds = 200;

    [Fact]
    public void Any_sequence_of_samples_ticks_and_presses_gives_what_the_book_gives() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        double deadband = random.Next(3);
        int onDelay = random.Next(2) * random.Next(40);
        int offDelay = random.Next(2) * random.Next(40);
        double sampleShare = 0.02 + Math.Pow(random.NextDouble(), 4);
        double?[] samples = [.. Enumerable.Range(0, Seconds).Select(_ => random.NextDouble() > sampleShare ? null : ASample(random))];
        var presses = Enumerable.Range(0, Seconds).Where(_ => random.Next(15) == 0).ToHashSet();

        var reference = new ReferenceAlarm(10, deadband, onDelay, offDelay, (int)AlarmSite.StaleAfter.TotalSeconds);
        reference.Run(samples, presses);

        var site = new AlarmSite().Device("outlet", 1).Limit(AlarmKind.High, 0, 10, deadband, onDelay, offDelay).Build();
        var judged = Judge(new AlarmEngine(site, [], new SecondsClock()), samples, presses, random);
        return judged.SequenceEqual(reference.Transitions)
            .Label($"expected {string.Join(' ', reference.Transitions)}\ngot {string.Join(' ', judged)}\ndelays {onDelay} {offDelay} band {deadband}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_value_that_never_leaves_the_limit_by_more_than_the_dead_band_raises_once_at_most() => Prop.ForAll<byte[], byte>((noise, choice) =>
    {
        const double Setpoint = 50, Deadband = 2;
        var engine = new EngineUnderTest(new AlarmSite().Device("outlet", 1).Limit((AlarmKind)(choice % 4), 0, Setpoint, Deadband).Build());
        foreach (byte step in noise)
        {
            engine.After(1);
            engine.Value(0, Setpoint + (Deadband * 0.999 * (step - 127.5) / 127.5));
        }
        return engine.Changes.Count <= 1;
    }).QuickCheckThrowOnFailure();

    // Mostly a slow walk about the limit, so that delays have a chance to end; now and then a Bad reading.
    private static double? ASample(Random random) => random.Next(25) == 0 ? double.NaN : random.Next(4) == 0 ? 7 + random.Next(6) : 12;

    private static List<(AlarmState To, long TimeMs, long OnSinceMs, double? Value)> Judge(
        AlarmEngine engine, double?[] samples, HashSet<int> presses, Random random)
    {
        List<AlarmChange> changes = [];
        for (int now = 0; now < samples.Length; now++)
        {
            long nowMs = now * 1000L;
            if (presses.Contains(now)) Acknowledge(engine, now, nowMs, changes);
            if (samples[now] is { } value)
            {
                using var scan = new Scan(0, 1, now);
                scan.Add(double.IsNaN(value) ? Reading.Missing(0, nowMs, Quality.Bad(QualityReason.Timeout)) : Reading.OfNumber(0, nowMs, value));
                engine.Judge(scan, changes);
            }
            if (random.Next(5) == 0 || now == samples.Length - 1) engine.Tick(now, nowMs, changes);
        }
        return [.. changes.Select(change => (change.Transition.To, change.Transition.TimeMs, change.Transition.OnSinceMs, change.Transition.Value))];
    }

    // The operator names whatever is in hand. An acknowledgement first ends delays that were over, so what was seen may be refused; then it is named anew.
    private static void Acknowledge(AlarmEngine engine, int now, long nowMs, List<AlarmChange> changes)
    {
        for (int attempt = 0; attempt < 2; attempt++)
            engine.Acknowledge(new Acknowledgement("outlet/p0/high", engine.Records[0].Occurrence ?? "", "li.wei"), now, nowMs, changes);
    }
}
