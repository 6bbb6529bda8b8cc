namespace Gateway.Core.Profiles;

/// <summary>What a site says of a point whose unit is a setting of the device.</summary>
/// <param name="Unit">UCUM code of the unit that the device is set to; null for the profile's own.</param>
/// <param name="Codes">What stands in the registers of <see cref="UnitSetting.Codes"/>, in their order; empty when there are none.</param>
public sealed record UnitStatement(string Point, string? Unit, IReadOnlyList<long> Codes);
