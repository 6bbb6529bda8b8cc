using Gateway.Core.Profiles;
using Gateway.Core.Site;

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
        _points = [.. device.Points.Select(number => new SimulatedPoint(site.Points[number], new PointWriter(site.Points[number], Bank)))];
        foreach (var range in Ranges()) Bank.Add(range);
        foreach (var identity in device.Identity) RegisterNumber.Write(Bank, identity.Reference, identity.Expected);
        foreach (var status in device.StatusWords) StatusWordWriter.WriteHealthy(Bank, status);
    }

    public DeviceModel Device { get; }

    public RegisterBank Bank { get; }

    /// <summary>While set, requests to this unit are not answered.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>Moves the unit on: every point gets the value of this moment, in one go.</summary>
    public void Advance(TimeSpan elapsed, IncidentScript script)
    {
        IsSilent = script.Incidents.Any(i => i.Kind == IncidentKind.Silent && i.Target == Device.Name && script.IsActive(i, elapsed));
        lock (Bank.Gate)
        {
            foreach (var point in _points)
            {
                var mine = script.Incidents.Where(i => i.Target == point.Point.Id).ToList();
                double? forced = mine.Where(i => i.Kind == IncidentKind.Value && script.IsActive(i, elapsed)).Select(i => (double?)i.Value).FirstOrDefault();
                double gained = mine.Where(i => i.Kind == IncidentKind.Gain).Sum(i => i.Value * script.Gains(i, elapsed));
                point.Write(elapsed, forced, gained);
            }
        }
    }

    private IEnumerable<RegisterRange> Ranges()
    {
        foreach (int number in Device.Points)
        {
            var decoding = _site.Points[number].Decoding;
            yield return decoding.Reference.Range;
            if (decoding.DecimalsFrom is { } decimals) yield return decimals.Range;
            if (decoding.SignFrom is { } sign) yield return sign.Range;
        }
        foreach (var status in Device.StatusWords) yield return status.Reference.Range;
        foreach (var identity in Device.Identity) yield return identity.Reference.Range;
        foreach (var block in Device.ExactBlocks) yield return block;
    }
}
