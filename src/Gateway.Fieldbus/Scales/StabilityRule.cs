namespace Gateway.Fieldbus.Scales;

/// <summary>When a load is at rest, for scales whose frames do not say: all weights lay within a band for a time.</summary>
/// <param name="Within">Half of the band's width: weights may differ by twice as much.</param>
/// <param name="Lasting">How long they must have stayed there. A pause between two weights that is longer begins anew.</param>
/// <param name="Unit">The unit of <paramref name="Within"/>, whatever the scale is switched to; None for the unit of the weights.</param>
public readonly record struct StabilityRule(decimal Within, TimeSpan Lasting, ScaleUnit Unit = ScaleUnit.None)
{
    /// <summary>More is no weight, and could not be multiplied.</summary>
    private const decimal Beyond = 1e18m;

    /// <summary>Judges the next weight.</summary>
    /// <param name="before">What the rule said to the weight before; default for the first.</param>
    /// <param name="weight">The weight; null for a report without one, which ends the rest.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="at">When it was received, on a clock that never steps, from any beginning.</param>
    public StabilityWatch Judge(StabilityWatch before, Weight? weight, ScaleUnit unit, TimeSpan at)
    {
        if (weight?.ToDecimal() is not { } shown || Math.Abs(shown) > Beyond) return default;
        // What cannot be compared with the rule's unit is compared with itself.
        var (factor, band) = (ScaleUnits.Grams(unit), ScaleUnits.Grams(Unit)) is ({ } one, { } other) ? (one, Within * other) : (1m, Within);
        decimal value = shown * factor;
        decimal lowest = Math.Min(before.Lowest, value);
        decimal highest = Math.Max(before.Highest, value);
        bool goesOn = before.HasWeight && before.Factor == factor && highest - lowest <= 2 * band && at - before.LastAt <= Lasting;
        return goesOn
            ? before with { Lowest = lowest, Highest = highest, LastAt = at, IsStable = at - before.Since >= Lasting }
            : new(true, value, value, factor, at, at, Lasting <= TimeSpan.Zero);
    }
}
