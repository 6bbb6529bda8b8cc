namespace Gateway.Fieldbus.Scales;

/// <summary>When a load is at rest, for scales whose frames do not say: all weights lay within a band for a time.</summary>
/// <param name="Within">Half of the band's width, in the scale's unit: weights may differ by twice as much.</param>
/// <param name="Lasting">How long they must have stayed there. A pause between two weights that is longer begins anew.</param>
public readonly record struct StabilityRule(decimal Within, TimeSpan Lasting)
{
    /// <summary>Judges the next weight.</summary>
    /// <param name="before">What the rule said to the weight before; default for the first.</param>
    /// <param name="weight">The weight; null for a report without one, which ends the rest.</param>
    /// <param name="at">When it was received, on a clock that never steps, from any beginning.</param>
    public StabilityWatch Judge(StabilityWatch before, Weight? weight, TimeSpan at)
    {
        if (weight is not { } known) return default;
        decimal value = known.ToDecimal();
        decimal lowest = Math.Min(before.Lowest, value);
        decimal highest = Math.Max(before.Highest, value);
        bool goesOn = before.HasWeight && highest - lowest <= 2 * Within && at - before.LastAt <= Lasting;
        return goesOn
            ? before with { Lowest = lowest, Highest = highest, LastAt = at, IsStable = at - before.Since >= Lasting }
            : new(true, value, value, at, at, Lasting <= TimeSpan.Zero);
    }
}
