using Gateway.Core.Site;

namespace Gateway.Simulation;

/// <summary>The incidents of a simulated site, one cycle after another.</summary>
/// <param name="Incidents">In order of their start within a cycle.</param>
/// <param name="Cycle">After this the script begins again; a gain then adds up.</param>
internal sealed record IncidentScript(IReadOnlyList<Incident> Incidents, TimeSpan Cycle)
{
    private const int EmptiedAfter = 6;

    private static readonly TimeSpan _shortestCycle = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(30);

    public static IncidentScript None { get; } = Of([]);

    /// <summary>These incidents, over and over: the cycle is long enough for the last to end and for some quiet after it.</summary>
    public static IncidentScript Of(IEnumerable<Incident> incidents)
    {
        List<Incident> ordered = [.. incidents.OrderBy(i => i.Start)];
        var end = ordered.Select(i => i.End + _quiet).DefaultIfEmpty().Max();
        return new IncidentScript(ordered, end > _shortestCycle ? end : _shortestCycle);
    }

    /// <summary>
    /// What every site can show: turbidity above its limit, a bin that gains weight, chlorine below its minimum, a unit that falls silent;
    /// those for which the site has a point or a second device.
    /// </summary>
    public static IncidentScript For(SiteModel site)
    {
        List<Incident> incidents = [];
        void Add(IncidentKind kind, PointModel? point, int start, int duration)
        {
            if (point is not null)
                incidents.Add(new Incident(kind, point.Id, TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(duration), BreachOf(site, point)));
        }
        Add(IncidentKind.Value, Find(site, "turbidity"), 10, 45);
        Add(IncidentKind.Gain, Find(site, "weight", "gross_weight", "net_weight"), 30, 0);
        Add(IncidentKind.Value, Find(site, "free_chlorine", "total_chlorine"), 70, 45);
        if (site.Devices.Count > 1)
            incidents.Add(new Incident(IncidentKind.Silent, site.Devices[^1].Name, TimeSpan.FromSeconds(130), TimeSpan.FromSeconds(20), 0));
        return Of(incidents);
    }

    /// <summary>How many times a gain has happened since the bin was last emptied, which is with every sixth.</summary>
    public int Gains(Incident gain, TimeSpan elapsed) => GainsBefore(gain, elapsed + Cycle);

    /// <summary>The weight gained since the bin was last emptied; it settles within the incident's ramp.</summary>
    public double Gained(Incident gain, TimeSpan elapsed)
    {
        if (elapsed < gain.Start) return 0;
        int before = GainsBefore(gain, elapsed);
        double share = gain.Share(gain.Start + TimeSpan.FromTicks((elapsed - gain.Start).Ticks % Cycle.Ticks));
        return gain.Value * (before + ((Gains(gain, elapsed) - before) * share));
    }

    public bool IsActive(Incident incident, TimeSpan elapsed) =>
        incident.Kind == IncidentKind.Gain ? elapsed >= incident.Start : incident.IsActive(WithinCycle(elapsed));

    /// <summary>How far a value has gone to the incident's.</summary>
    public double Share(Incident incident, TimeSpan elapsed) => incident.Share(WithinCycle(elapsed));

    private TimeSpan WithinCycle(TimeSpan elapsed) => TimeSpan.FromTicks(elapsed.Ticks % Cycle.Ticks);

    /// <summary>The gains of all cycles but the one under way.</summary>
    private int GainsBefore(Incident gain, TimeSpan elapsed) => elapsed - gain.Start < Cycle ? 0 : (int)((elapsed - gain.Start) / Cycle) % EmptiedAfter;

    private static PointModel? Find(SiteModel site, params string[] quantities) =>
        quantities.Select(quantity => site.Points.FirstOrDefault(p => p.Quantity == quantity && HasLimit(site, p))
            ?? site.Points.FirstOrDefault(p => p.Quantity == quantity)).FirstOrDefault(p => p is not null);

    private static bool HasLimit(SiteModel site, PointModel point) => site.Alarms.Any(a => a.Point == point.Number);

    /// <summary>A value that breaks the point's limit: beyond its outermost setpoint, else what the signal catalog says.</summary>
    private static double BreachOf(SiteModel site, PointModel point)
    {
        var signal = SignalCatalog.For(point);
        double step = signal.Step ?? signal.Level * 2;
        if (point.Quantity.Contains("weight", StringComparison.Ordinal)) return step;
        bool rises = step > signal.Level;
        var beyond = site.Alarms
            .Where(a => a.Point == point.Number && a.Setpoint > signal.Level == rises)
            .Select(a => rises ? a.Setpoint * 1.4 : a.Setpoint * 0.6);
        double breach = beyond.Append(step).Aggregate((a, b) => rises ? Math.Max(a, b) : Math.Min(a, b));
        // Beyond what the point can have it would be a fault and no breach.
        if (point.Decoding.Range is var (low, high)) breach = Math.Clamp(breach, low, high);
        return Math.Round(breach, signal.Decimals);
    }
}
