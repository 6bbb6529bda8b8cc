using Gateway.Core.Acquisition.Decoding;
using Gateway.Core.Profiles;
using Gateway.Core.Site;

namespace Gateway.Core.Acquisition.Planning;

/// <summary>Points of one device that are read together because they have the same interval, and all the registers they need.</summary>
/// <param name="Every">The interval; zero for as often as the bus allows.</param>
/// <param name="Needs">
/// Values on the wire's tables, each once, by table and address: the points' own registers and those that give them decimals, sign and quality.
/// </param>
internal sealed record PollGroup(DeviceModel Device, TimeSpan Every, IReadOnlyList<PointModel> Points, IReadOnlyList<RegisterRange> Needs)
{
    /// <summary>The groups of a device, shortest interval first.</summary>
    public static IReadOnlyList<PollGroup> Of(DeviceModel device, IEnumerable<PointModel> points) =>
        [.. points.GroupBy(p => p.Every).OrderBy(g => g.Key).Select(g => new PollGroup(device, g.Key, [.. g], NeedsOf(device, [.. g])))];

    /// <summary>The order in which blocks are planned and asked.</summary>
    public static IReadOnlyList<RegisterRange> InOrder(IEnumerable<RegisterRange> ranges) =>
        [.. ranges.Distinct().OrderBy(r => r.Table).ThenBy(r => r.Address).ThenBy(r => r.Quantity)];

    private static IReadOnlyList<RegisterRange> NeedsOf(DeviceModel device, IReadOnlyList<PointModel> points)
    {
        var references = points
            .SelectMany(p => p.Decoding.References())
            .Concat(device.StatusWords.Where(w => points.Any(p => StatusJudge.Judges(w, p))).Select(w => w.Reference));
        return InOrder(references.Select(r => WireTable.Of(device, r.Range)));
    }
}
