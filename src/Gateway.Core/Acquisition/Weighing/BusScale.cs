using Gateway.Core.Acquisition.Polling;
using Gateway.Core.Site;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>A scale on its bus: what is known of it, and the rule by which its weight counts as stable.</summary>
internal sealed class BusScale
{
    private readonly StabilityRule? _rule;
    private StabilityWatch _watch;

    /// <param name="device">A scale.</param>
    /// <param name="every">How often it is read at least: a rule cannot see more than that.</param>
    public BusScale(DeviceModel device, TimeSpan every)
    {
        Device = device;
        Unit = new BusUnit(device.Unit);
        if (device.Scale?.Stability is { } rule) _rule = new StabilityRule(rule.Within, rule.For > every * 2 ? rule.For : every * 2);
    }

    public DeviceModel Device { get; }

    /// <summary>Whether it answers, when to ask it again, its counters.</summary>
    public BusUnit Unit { get; }

    /// <summary>What to ask it by; null for a scale that is alone on its bus.</summary>
    public int? Address => Device.Scale!.IsAddressed ? Device.Unit : null;

    /// <summary>Takes in what the scale said, or that it said nothing.</summary>
    /// <param name="now">On the loop's clock.</param>
    public WeightSample Judge(in ScaleAnswer answer, TimeSpan now)
    {
        long timeMs = answer.ReceivedAt.ToUnixTimeMilliseconds();
        if (!answer.IsOk)
        {
            _watch = default;
            return WeightSample.None(ScaleMeaning.QualityOf(answer.Outcome), timeMs);
        }
        var report = Completed(answer.Report);
        return new WeightSample(report, IsStable(report, now), default, timeMs);
    }

    /// <summary>Where a scale tells its display and its tare, the display is net: with no tare both mean the same (MT-SICS, S and TA).</summary>
    private static WeightReport Completed(in WeightReport report) =>
        (report is { Displayed: { } shown, Tare: not null } ? report with { Displayed = null, Net = shown } : report).Completed();

    /// <summary>The frame's own word, else the rule's: on the weight that lies on the scale, which pressing tare does not move.</summary>
    private bool? IsStable(in WeightReport report, TimeSpan now)
    {
        if (report.Stable is not null || _rule is not { } rule) return report.Stable;
        _watch = rule.Judge(_watch, report.Gross ?? report.Shown, now);
        return _watch.IsStable;
    }
}
