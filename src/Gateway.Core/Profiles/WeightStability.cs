using Gateway.Fieldbus.Scales;

namespace Gateway.Core.Profiles;

/// <summary>When a weight is stable that comes without a word about it.</summary>
/// <param name="Within">How far it may move.</param>
/// <param name="Unit">The unit of that, whatever the scale is switched to; None for the unit in which it sends.</param>
/// <param name="For">For how long.</param>
public sealed record WeightStability(decimal Within, ScaleUnit Unit, TimeSpan For)
{
    internal StabilityRule Rule => new(Within, For, Unit);
}
