using Gateway.Core.Profiles;
using Gateway.Core.Site;
using Gateway.Fieldbus.Scales;

namespace Gateway.Simulation;

/// <summary>A bin on a scale: an empty bin of a few kilograms, bags that fall into it and settle, and what the scale says of that.</summary>
internal sealed class SimulatedScale
{
    /// <summary>The display's division: two decimals of a kilogram.</summary>
    private const int Decimals = 2;

    /// <summary>What a scale for bins can weigh, unless a point's range says otherwise; kilograms.</summary>
    private const double UsualCapacity = 60;

    /// <summary>A display that moved by more than this since the last step is in motion; kilograms.</summary>
    private const double AtRest = 0.025;

    private readonly Signal _signal;
    private readonly double _capacity;
    private readonly string[] _points;
    private readonly Lock _gate = new();
    private double _weight;
    private WeightReport? _says;

    public SimulatedScale(SiteModel site, DeviceModel device)
    {
        Device = device;
        List<PointModel> weights =
            [.. device.Points.Select(number => site.Points[number]).Where(point => WeightFieldText.IsWeight(point.Decoding.Weight!.Value))];
        _points = [.. weights.Where(point => point.Decoding.Weight != WeightField.Tare).Select(point => point.Id)];
        var shown = weights.FirstOrDefault(point => _points.Contains(point.Id));
        _signal = shown is null ? SignalCatalog.Bin : SignalCatalog.For(shown);
        _capacity = shown?.Decoding.Range?.High ?? UsualCapacity;
        _weight = _signal.Level;
    }

    public DeviceModel Device { get; }

    /// <summary>What the scale says now; null while it is silent.</summary>
    public WeightReport? Says
    {
        get { lock (_gate) return _says; }
    }

    /// <summary>Moves the scale on to a moment.</summary>
    /// <param name="elapsed">Since the simulation began.</param>
    public void Advance(TimeSpan elapsed, IncidentScript script)
    {
        bool isSilent = script.Incidents.Any(i => i.Kind == IncidentKind.Silent && i.Target == Device.Name && script.IsActive(i, elapsed));
        double weight = WeightAt(elapsed, script);
        var report = Report(weight, Math.Abs(weight - _weight) <= AtRest);
        _weight = weight;
        lock (_gate) _says = isSilent ? null : report;
    }

    private double WeightAt(TimeSpan elapsed, IncidentScript script)
    {
        List<Incident> mine = [.. script.Incidents.Where(incident => _points.Contains(incident.Target))];
        if (mine.Find(incident => incident.Kind == IncidentKind.Hold) is { } held) return held.Value;
        double usual = _signal.At(elapsed, Device.Number * 37);
        var driving = mine.Where(i => i.Kind == IncidentKind.Value).Select(i => (i.Value, Share: script.Share(i, elapsed)))
            .DefaultIfEmpty().MaxBy(i => i.Share);
        return usual + ((driving.Value - usual) * driving.Share) + mine.Where(i => i.Kind == IncidentKind.Gain).Sum(i => script.Gained(i, elapsed));
    }

    private WeightReport Report(double weight, bool isStable)
    {
        if (weight > _capacity) return new WeightReport { Condition = ScaleCondition.OverRange, Stable = isStable, Unit = ScaleUnit.Kilogram };
        var shown = new Weight((long)Math.Round(weight * 100), Decimals);
        return new WeightReport
        {
            Gross = shown, Net = shown, Tare = new Weight(0, Decimals), Unit = ScaleUnit.Kilogram, Stable = isStable, CentreOfZero = shown.Digits == 0,
        };
    }
}
