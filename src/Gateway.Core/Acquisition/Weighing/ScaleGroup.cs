using Gateway.Core.Readings;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Weighing;

/// <summary>Points of one scale that are read together because they have the same interval.</summary>
internal sealed class ScaleGroup(BusScale scale, TimeSpan every, IEnumerable<PointModel> points)
{
    private readonly PointModel[] _points = [.. points];
    private readonly WeightDecoder[] _decoders = [.. points.Select(point => new WeightDecoder(point))];

    public BusScale Scale => scale;

    public TimeSpan Every => every;

    /// <summary>A reading for each of its points.</summary>
    /// <param name="monotonic">The time provider's timestamp.</param>
    public Scan Readings(in WeightSample sample, long monotonic)
    {
        var scan = new Scan(scale.Device.Number, _points.Length, monotonic) { Findings = scale.Firmware?.Findings };
        for (int i = 0; i < _points.Length; i++)
        {
            scan.Add(sample.Report is { } report
                ? _decoders[i].Decode(report, sample.IsStable, sample.TimeMs)
                : Reading.Missing(_points[i].Number, sample.TimeMs, sample.Missing));
        }
        return scan;
    }

    /// <summary>The groups of a scale, shortest interval first.</summary>
    public static IEnumerable<ScaleGroup> Of(DeviceModel device, IReadOnlyList<PointModel> points)
    {
        if (points.Count == 0) return [];
        var scale = new BusScale(device, points.Min(point => point.Every));
        return points.GroupBy(point => point.Every).OrderBy(same => same.Key).Select(same => new ScaleGroup(scale, same.Key, same));
    }
}
