using Gateway.Core.Acquisition.Polling;
using Gateway.Core.Site;
using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>A scale on its bus: what is known of it, and the rule by which its weight counts as stable.</summary>
internal sealed class BusScale
{
    private readonly RestWatch _rest;

    /// <param name="device">A scale.</param>
    /// <param name="every">How often it is asked at least: a rule cannot see more than that. A stream is judged where all of it is heard.</param>
    public BusScale(DeviceModel device, TimeSpan every)
    {
        Device = device;
        Unit = new BusUnit(device.Unit);
        var rule = device.Scale?.Mode == ScaleModes.Streaming ? null : device.Scale?.Stability?.Rule;
        _rest = new RestWatch(rule is { } asked ? asked with { Lasting = asked.Lasting > every * 2 ? asked.Lasting : every * 2 } : null);
    }

    public DeviceModel Device { get; }

    /// <summary>Whether it answers, when to ask it again, its counters.</summary>
    public BusUnit Unit { get; }

    /// <summary>Compares its firmware with what its profile holds for; null where it cannot be asked.</summary>
    public ScaleFirmware? Firmware { get; set; }

    /// <summary>What to ask it by; null for a scale that is alone on its bus.</summary>
    public int? Address => Device.Scale!.IsAddressed ? Device.Unit : null;

    /// <summary>Takes in what the scale said, or that it said nothing.</summary>
    /// <param name="now">On the loop's clock.</param>
    public WeightSample Judge(in ScaleAnswer answer, TimeSpan now)
    {
        long timeMs = answer.ReceivedAt.ToUnixTimeMilliseconds();
        if (!answer.IsOk)
        {
            _rest.Forget();
            return WeightSample.None(ScaleMeaning.QualityOf(answer.Outcome), timeMs);
        }
        var report = Completed(answer.Report);
        return new WeightSample(report, answer.IsAtRest ?? _rest.Judge(report, now), default, timeMs);
    }

    /// <summary>Where a scale tells its display and its tare, the display is net: with no tare both mean the same (MT-SICS, S and TA).</summary>
    private static WeightReport Completed(in WeightReport report) =>
        (report is { Displayed: { } shown, Tare: not null } ? report with { Displayed = null, Net = shown } : report).Completed();
}
