using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>Something that a channel's slots can measure.</summary>
/// <param name="Scale">Overrides the channel's own scale; null when it does not.</param>
/// <param name="UnitFrom">The units in which the first slot's number may be, by the code in their register; null when the unit is fixed.</param>
public sealed record OfferedQuantity(
    string Quantity, LocalizedText Label, string Unit, (double Low, double High)? Range, DecimalFactor? Scale, ScaleChoice? UnitFrom = null);
