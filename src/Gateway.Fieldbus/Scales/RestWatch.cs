namespace Gateway.Fieldbus.Scales;

/// <summary>Watches one scale for rest: by the word of its frames, else by a rule.</summary>
/// <param name="rule">Null where there is none: then only the frames' own word counts.</param>
public sealed class RestWatch(StabilityRule? rule)
{
    private StabilityWatch _watch;

    /// <summary>Takes in the next report.</summary>
    /// <param name="at">When it was received, on a clock that never steps, from any beginning.</param>
    /// <returns>Whether the load is at rest; null when nobody can say.</returns>
    public bool? Judge(in WeightReport report, TimeSpan at)
    {
        if (report.Stable is not null || rule is not { } known) return report.Stable;
        // The weight that lies on the scale, which pressing tare does not move.
        _watch = known.Judge(_watch, report.Gross ?? report.Shown, report.Unit, at);
        return _watch.IsStable;
    }

    /// <summary>Nothing was heard: the rest begins anew.</summary>
    public void Forget() => _watch = default;
}
