using Gateway.Core.Documents;

namespace Gateway.Core.Readings;

/// <summary>What was found when a device was last compared with its profile. Told once for each check, not with each poll's values.</summary>
/// <param name="Mismatch">The identity check that failed, with what was expected and what was found; null when all passed.</param>
/// <param name="Firmware">Why the firmware is not one that the profile holds for; null when it is, or was not checked.</param>
public sealed record DeviceFindings(Wording? Mismatch, Wording? Firmware);
