using System.Text;
using Gateway.Core.Acquisition.Polling;
using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Fieldbus.Modbus;

namespace Gateway.Simulation;

/// <summary>A device that lives in memory: the registers of its profile, moved by signals and incidents.</summary>
internal sealed class SimulatedUnit
{
    private readonly SiteModel _site;
    private readonly IReadOnlyList<SimulatedPoint> _points;

    public SimulatedUnit(SiteModel site, DeviceModel device)
    {
        _site = site;
        Device = device;
        Bank = new RegisterBank(device.ReadAllRegistersAs is not null);
        foreach (var range in Ranges()) Bank.Add(range);
        foreach (var identity in device.Identity) RegisterNumber.Write(Bank, identity.Reference, identity.Expected);
        if (device.Ready is { } ready) RegisterNumber.Write(Bank, ready.Reference, ready.Expected);
        if (device.Firmware is { } firmware) FirmwareWriter.Write(Bank, firmware);
        if (device.Firmware is { Object: { } id } told) Identification[id] = Encoding.ASCII.GetBytes(FirmwareWriter.VersionOf(told));
        StatusWordWriter.WriteHealthy(Bank, device.StatusWords);
        _points = [.. device.Points.Select(number => site.Points[number]).Where(point => !IsStatus(point)).Select(point => new SimulatedPoint(point, Bank))];
    }

    public DeviceModel Device { get; }

    public RegisterBank Bank { get; }

    /// <summary>What it says of itself when it is asked by function code 43; empty for a device that knows no such function.</summary>
    public SortedDictionary<byte, byte[]> Identification { get; } = [];

    /// <summary>While set, requests to this unit are not answered.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>Whether a request is a step of the device's start, which it must answer although it looks like a write.</summary>
    public bool IsStart(ModbusRequest request) => Device.Start.Any(step =>
        StartSequence.RequestFor(step) is var own && own.Function == request.Function && own.Address == request.Address && own.Quantity == request.Quantity
        && own.Payload.Span.SequenceEqual(request.Payload.Span));

    /// <summary>Moves the unit on: every point gets the value of this moment, in one go.</summary>
    public void Advance(TimeSpan elapsed, IncidentScript script)
    {
        IsSilent = script.Incidents.Any(i => i.Kind == IncidentKind.Silent && i.Target == Device.Name && script.IsActive(i, elapsed));
        lock (Bank.Gate)
        {
            foreach (var point in _points)
            {
                var mine = script.Incidents.Where(i => i.Target == point.Id).ToList();
                if (mine.Find(i => i.Kind == IncidentKind.Hold) is { } held)
                {
                    point.Hold(held.Value);
                    continue;
                }
                var driving = mine
                    .Where(i => i.Kind == IncidentKind.Value)
                    .Select(i => (i.Value, Share: script.Share(i, elapsed)))
                    .Where(i => i.Share > 0)
                    .ToList();
                double gained = mine.Where(i => i.Kind == IncidentKind.Gain).Sum(i => script.Gained(i, elapsed));
                point.Write(elapsed, driving.Count == 0 ? null : driving.MaxBy(i => i.Share), gained);
            }
        }
    }

    /// <summary>
    /// Whether a point shows a status word as a number: it then has what the word says, and no signal of its own. A word that judges the point by its own
    /// number (the ends of a range) is none.
    /// </summary>
    private bool IsStatus(PointModel point) => point.Decoding is { IsBoolean: false, Meanings: null, Reference.Mask: null }
        && Device.StatusWords.Any(word => word.Reference.Range == point.Decoding.Reference.Range && !word.Points.Contains(point.Name));

    private IEnumerable<RegisterRange> Ranges()
    {
        foreach (int number in Device.Points)
        {
            foreach (var reference in _site.Points[number].Decoding.References()) yield return reference.Range;
        }
        foreach (var status in Device.StatusWords) yield return status.Reference.Range;
        foreach (var identity in Device.Identity) yield return identity.Reference.Range;
        if (Device.Ready is { } ready) yield return ready.Reference.Range;
        if (Device.Firmware?.Reference is { } version) yield return version.Range;
        foreach (var step in Device.Start)
            if (step.Range.Quantity > 0) yield return step.Range;
        foreach (var block in Device.ExactBlocks) yield return block;
    }
}
