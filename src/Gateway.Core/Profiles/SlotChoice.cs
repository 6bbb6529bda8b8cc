using Gateway.Core.Site;

namespace Gateway.Core.Profiles;

/// <summary>What a site says that one slot measures.</summary>
/// <param name="Slot">The slot's name: <c>ai1</c>.</param>
/// <param name="Point">Name of the point; the quantity unless the site names it.</param>
/// <param name="Label">The site's own label; null for the profile's.</param>
/// <param name="Scale">Resolution as set on the device; null for the profile's.</param>
public sealed record SlotChoice(string Slot, string Quantity, string Point, LocalizedText? Label, DecimalFactor? Scale = null);
