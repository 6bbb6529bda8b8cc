using Gateway.Core.Documents;

namespace Gateway.Core.Site;

/// <summary>Finds the buses on which scales speak, checks that what shares one can share it, and marks them.</summary>
/// <remarks>A site file does not say what a bus speaks: the profiles of the devices on it do.</remarks>
internal sealed class ScaleBusCompiler(SourceFile file, ProblemList problems, MapNode root)
{
    private static readonly string[] _modbusKeys = ["framing", "in_flight", "echo"];

    /// <summary>The buses, those with scales framed as such.</summary>
    public IReadOnlyList<BusModel> Resolve(IReadOnlyList<BusModel> buses, IReadOnlyList<DeviceModel> devices) =>
        [.. buses.Select(bus => Resolve(bus, [.. devices.Where(device => device.Bus == bus.Number)]))];

    private BusModel Resolve(BusModel bus, IReadOnlyList<DeviceModel> devices)
    {
        if (devices.FirstOrDefault(device => device.Scale is not null) is not { } scale) return bus;
        CheckCompany(bus, devices, scale);
        CheckKeys(bus, scale);
        return bus with { Framing = BusFraming.Scale, MaximumInFlight = 1 };
    }

    private void CheckCompany(BusModel bus, IReadOnlyList<DeviceModel> devices, DeviceModel first)
    {
        foreach (var other in devices)
        {
            if (other.Scale is not { } scale) problems.Add(file.Problem(ScaleBusProblems.MixedBus, BusOf(first), bus.Name, first.Name, other.Name));
            else if (other.Number == first.Number) continue;
            else if (scale.Protocol != first.Scale!.Protocol)
            {
                problems.Add(file.Problem(
                    ScaleBusProblems.TwoProtocols, BusOf(other), bus.Name, first.Name, other.Name, first.Scale.Protocol, scale.Protocol));
            }
            else if (!scale.IsAddressed || !first.Scale.IsAddressed)
                problems.Add(file.Problem(ScaleBusProblems.Alone, BusOf(other), bus.Name, first.Name, other.Name));
        }
    }

    private void CheckKeys(BusModel bus, DeviceModel scale)
    {
        if (root.Map("buses")?.Map(bus.Name) is not { } map) return;
        foreach (var entry in map.Entries.Where(entry => _modbusKeys.Contains(entry.Name)))
            problems.Add(file.Problem(ScaleBusProblems.BusKeyUnfit, entry.Key.Span, entry.Name, bus.Name, scale.Name));
        if (map.Scalar("connect") is not { } connect) return;
        bool isReadable = EndpointText.TryParse(connect.Text, 0, out string scheme, out string host, out int port, out _);
        if (isReadable && (scheme != "tcp" || port == 0)) problems.Add(file.Problem(ScaleBusProblems.Scheme, connect.Span, connect.Text, $"tcp://{host}:4001"));
    }

    private TextSpan BusOf(DeviceModel device) =>
        root.Map("devices")?.Map(device.Name)?["bus"]?.Span ?? root.Find("devices")!.Key.Span;
}
