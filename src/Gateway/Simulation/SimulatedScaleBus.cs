using Gateway.Core.Site;
using Gateway.Fieldbus.Scales;
using Gateway.Fieldbus.Transports;

namespace Gateway.Simulation;

/// <summary>The scales of one bus: one that talks by itself, or those that answer.</summary>
internal sealed class SimulatedScaleBus(BusModel bus, IReadOnlyList<SimulatedScale> scales)
{
    /// <summary>About seven frames a second, as real ones.</summary>
    private static readonly TimeSpan _streamEvery = TimeSpan.FromMilliseconds(150);

    public BusModel Bus => bus;

    public IReadOnlyList<SimulatedScale> Scales => scales;

    /// <summary>Whether frames of this profile can be made: those of a described protocol need a template.</summary>
    public static bool CanSpeak(DeviceModel device)
    {
        Span<byte> frame = stackalloc byte[ScaleProtocol.LongestFrame];
        var empty = new Weight(0, 2);
        var report = new WeightReport
        {
            Gross = empty, Net = empty, Tare = empty, Unit = ScaleUnit.Kilogram, Stable = true, Address = device.Scale!.IsAddressed ? device.Unit : null,
        };
        return ScaleProtocols.Create(device.Scale.Protocol, device.Scale.Options).WriteFrame(report, frame) > 0;
    }

    /// <summary>Speaks on a line until stopped or until the line is lost.</summary>
    public Task SpeakAsync(ITransport line, TimeProvider time, CancellationToken stop)
    {
        var scale = scales[0].Device.Scale!;
        var settings = new ScaleTalkerSettings
        {
            StreamEvery = scale.Mode == ScaleModes.Streaming ? _streamEvery : TimeSpan.Zero,
            Version = scales[0].Device.Firmware is { Command: not null } check ? FirmwareWriter.VersionOf(check) : null,
            Addresses = scale.IsAddressed ? [.. scales.Select(one => (int)one.Device.Unit)] : [],
        };
        return new ScaleTalker(line, ScaleProtocols.Create(scale.Protocol, scale.Options), settings, Weigh, time).RunAsync(stop);
    }

    private WeightReport? Weigh(int? address) =>
        (scales.Count == 1 ? scales[0] : scales.FirstOrDefault(scale => scale.Device.Unit == address))?.Says;
}
